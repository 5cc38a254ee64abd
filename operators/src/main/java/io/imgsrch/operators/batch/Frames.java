package io.imgsrch.operators.batch;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;

/**
 * Messages on a connection: a token of eight bytes that the client says first; then each message as
 * its length in four bytes, and its bytes. One thread may write and another read.
 */
public final class Frames implements Closeable {
  private final Socket socket;
  private final DataInputStream in;
  private final DataOutputStream out;

  /** Takes the socket over, also if it fails. */
  public Frames(Socket socket) throws IOException {
    this.socket = socket;
    try {
      socket.setTcpNoDelay(true);
      in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
      out = new DataOutputStream(new BufferedOutputStream(socket.getOutputStream()));
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  /** Says who is meant. */
  public void writeToken(long token) throws IOException {
    out.writeLong(token);
    out.flush();
  }

  long readToken() throws IOException {
    return in.readLong();
  }

  /** Sends a message; waits while the other side has no room for it. */
  public void write(byte[] message) throws IOException {
    out.writeInt(message.length);
    out.write(message);
    out.flush();
  }

  /**
   * Waits for a message.
   *
   * @param maxBytes that it may have
   * @throws java.io.EOFException if the other side has ended the connection
   */
  public byte[] read(int maxBytes) throws IOException {
    int length = in.readInt();
    if (length < 0 || length > maxBytes) {
      throw new IOException("a message of %d bytes, not up to %d".formatted(length, maxBytes));
    }
    var message = new byte[length];
    in.readFully(message);
    return message;
  }

  /** Ends the connection, also for those who wait. */
  @Override
  public void close() throws IOException {
    socket.close();
  }
}
