package io.imgsrch.local.fault;

import io.imgsrch.local.fault.Disturbance.Kind;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A TCP proxy on loopback that brings about what networks and servers do wrong, switchable while it
 * runs. It understands no protocol: what it does, it does to bytes and connections. A server that
 * tells its clients its own address, as Kafka does, has to tell the proxy's.
 *
 * <p>At most {@value #MAX_CONNECTIONS} connections, of two threads each; further ones are closed.
 */
public final class FaultProxy implements AutoCloseable {
  static final int MAX_CONNECTIONS = 256;

  private static final Logger LOG = LoggerFactory.getLogger(FaultProxy.class);
  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
  private static final Duration JOIN = Duration.ofSeconds(10);

  private final String name;
  private final InetSocketAddress upstream;
  private final int port;
  private final Set<Link> links = new HashSet<>();
  private ServerSocket listener;
  private Disturbance disturbance = Disturbance.NONE;
  private long struck;
  private long accepted;
  private boolean accepting;
  private boolean closed;

  private FaultProxy(String name, InetSocketAddress upstream, ServerSocket listener) {
    this.name = name;
    this.upstream = upstream;
    this.listener = listener;
    this.port = listener.getLocalPort();
  }

  /**
   * Starts a proxy on a port of its own choice.
   *
   * @param name of what is behind it, for threads and logs
   * @param upstreamPort where the server listens on loopback, now or later
   */
  public static FaultProxy open(String name, int upstreamPort) throws IOException {
    return open(name, upstreamPort, 0);
  }

  /**
   * Starts a proxy on a given port.
   *
   * @param port 0 for one of its own choice
   */
  public static FaultProxy open(String name, int upstreamPort, int port) throws IOException {
    var proxy = new FaultProxy(name, new InetSocketAddress(LOOPBACK, upstreamPort), listenOn(port));
    proxy.start(proxy.listener);
    return proxy;
  }

  /** The port that clients connect to; the same for the proxy's whole life. */
  public int port() {
    return port;
  }

  /** Disturbs from now on, also the connections that are open. */
  public synchronized void set(Disturbance next) throws IOException {
    if (closed) {
      throw new IllegalStateException("The proxy before " + name + " is closed");
    }
    var before = disturbance;
    disturbance = next;
    switch (next.kind()) {
      case CUT -> strikeAll(Link::close);
      case REFUSE -> {
        listener.close();
        strikeAll(Link::reset);
        awaitNobodyAccepts();
      }
      default -> {}
    }
    if (before.kind() == Kind.REFUSE && next.kind() != Kind.REFUSE) {
      listener = listenOn(port);
      start(listener);
    }
    if (before.kind() == Kind.BLACK_HOLE && next.kind() != Kind.BLACK_HOLE) {
      List.copyOf(links).stream().filter(link -> link.lostBytes).forEach(Link::reset);
    }
    notifyAll();
  }

  /** How often the disturbances did something: to a piece of bytes, or to a connection. */
  public synchronized long struck() {
    return struck;
  }

  /** Connections accepted so far. */
  public synchronized long accepted() {
    return accepted;
  }

  /** Connections that are open. */
  public synchronized int connections() {
    return links.size();
  }

  synchronized Disturbance disturbance() {
    return disturbance;
  }

  synchronized void strike() {
    struck++;
  }

  /** Waits until the disturbance is another one, or the time is over. */
  synchronized void awaitChange(Disturbance of, Duration atMost) throws InterruptedException {
    long end = System.nanoTime() + atMost.toNanos();
    for (long left = atMost.toMillis(); disturbance.equals(of) && left > 0; ) {
      wait(left);
      left = Duration.ofNanos(end - System.nanoTime()).toMillis();
    }
  }

  synchronized void ended(Link link) {
    links.remove(link);
  }

  private void strikeAll(Consumer<Link> end) {
    var open = List.copyOf(links);
    struck += open.size();
    open.forEach(end);
  }

  private static ServerSocket listenOn(int port) throws IOException {
    var socket = new ServerSocket();
    socket.setReuseAddress(true); // the same port again, although old connections linger
    socket.bind(new InetSocketAddress(LOOPBACK, port), MAX_CONNECTIONS);
    return socket;
  }

  private void start(ServerSocket socket) {
    accepting = true;
    Link.daemon("imgsrch-faults " + name, () -> accept(socket)).start();
  }

  /** A port whose listener is closed still takes connections while a thread is about to accept. */
  private void awaitNobodyAccepts() throws IOException {
    long end = System.nanoTime() + JOIN.toNanos();
    try {
      while (accepting && System.nanoTime() < end) {
        wait(JOIN.toMillis());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted while the proxy before " + name + " stopped listening", e);
    }
  }

  private synchronized void acceptsNoMore() {
    accepting = false;
    notifyAll();
  }

  private void accept(ServerSocket socket) {
    while (!socket.isClosed()) {
      try {
        admit(socket.accept());
      } catch (IOException e) {
        LOG.debug("the proxy before {} did not accept a connection", name, e);
      }
    }
    acceptsNoMore();
  }

  private synchronized void admit(Socket client) throws IOException {
    accepted++;
    if (links.size() >= MAX_CONNECTIONS || isClosedToAll()) {
      struck++;
      client.close();
      return;
    }
    var link = new Link(this, name, client, upstream);
    links.add(link);
    link.start();
  }

  private boolean isClosedToAll() {
    return disturbance.kind() == Kind.CUT || disturbance.kind() == Kind.REFUSE;
  }

  /** Closes the listener and all connections, and waits for their threads. */
  @Override
  public void close() throws IOException {
    List<Link> open;
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
      disturbance = Disturbance.CUT;
      listener.close();
      open = List.copyOf(links);
      open.forEach(Link::close);
      notifyAll();
    }
    for (var link : open) {
      link.join(JOIN);
    }
  }
}
