package io.imgsrch.local.fault;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Sends back what it gets, and remembers it. */
final class EchoServer implements AutoCloseable {
  private final ServerSocket listener = new ServerSocket(0, 512, InetAddress.getLoopbackAddress());
  private final List<Socket> clients = new CopyOnWriteArrayList<>();
  private final ByteArrayOutputStream received = new ByteArrayOutputStream();

  EchoServer() throws IOException {
    Link.daemon("echo", this::accept).start();
  }

  int port() {
    return listener.getLocalPort();
  }

  String received() {
    synchronized (received) {
      return received.toString(US_ASCII);
    }
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        var client = listener.accept();
        clients.add(client);
        Link.daemon("echo to " + client.getPort(), () -> echo(client)).start();
      } catch (IOException e) {
        return;
      }
    }
  }

  private void echo(Socket client) {
    var piece = new byte[16 * 1024];
    try (client) {
      var in = client.getInputStream();
      for (int length = in.read(piece); length >= 0; length = in.read(piece)) {
        synchronized (received) {
          received.write(piece, 0, length);
        }
        client.getOutputStream().write(piece, 0, length);
      }
    } catch (IOException e) {
      // The client is gone: that is what these tests are about.
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
    for (var client : clients) {
      client.close();
    }
  }
}
