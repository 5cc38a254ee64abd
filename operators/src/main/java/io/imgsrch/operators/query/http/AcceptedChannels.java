package io.imgsrch.operators.query.http;

import java.io.IOException;
import java.nio.channels.SelectableChannel;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jetty.io.SelectorManager.AcceptListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connections of a server, so that none outlives it. Jetty forgets one that it accepts while it
 * stops: nobody would read from it or close it, and its client would wait for its own time-out.
 */
final class AcceptedChannels implements AcceptListener, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(AcceptedChannels.class);

  private final Set<SelectableChannel> open = ConcurrentHashMap.newKeySet();
  private volatile boolean ended;

  @Override
  public void onAccepting(SelectableChannel channel) {
    open.add(channel);
    if (ended) {
      close(channel);
    }
  }

  @Override
  public void onAcceptFailed(SelectableChannel channel, Throwable cause) {
    open.remove(channel);
  }

  @Override
  public void onClosed(SelectableChannel channel) {
    open.remove(channel);
  }

  /** Closes those that are left, and whatever is accepted from now on. */
  @Override
  public void close() {
    ended = true;
    open.forEach(this::close);
  }

  private void close(SelectableChannel channel) {
    open.remove(channel);
    try {
      channel.close();
    } catch (IOException e) {
      LOG.debug("cannot close {}", channel, e);
    }
  }
}
