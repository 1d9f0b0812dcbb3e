package io.github.deepfer.web;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.server.ConnectionMetaData;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * Ends a connection that does not bring a request's whole header in time. An idle timeout alone
 * lets a client hold a connection for hours, a byte now and then. Thread-safe.
 */
final class HeaderDeadline implements Connection.Listener {
  private final Scheduler scheduler;
  private final long first;
  private final long next;
  private final Map<Connection, Scheduler.Task> ends = new ConcurrentHashMap<>();

  HeaderDeadline(Scheduler scheduler, Limits limits) {
    this.scheduler = scheduler;
    first = limits.timeout().toMillis();
    // A request may run this long, and its answer may take a while to go out.
    next = first + Limits.IDLE.toMillis();
  }

  @Override
  public void onOpened(Connection connection) {
    if (connection instanceof ConnectionMetaData) { // HTTP, and no WebSocket
      schedule(connection, first);
    }
  }

  /** A header has come; the next has its own time. */
  void renew(Connection connection) {
    schedule(connection, next);
  }

  /** The same for a request that may take longer. */
  void renew(Connection connection, Duration time) {
    schedule(connection, time.plus(Limits.IDLE).toMillis());
  }

  @Override
  public void onClosed(Connection connection) {
    Scheduler.Task end = ends.remove(connection);
    if (end != null) {
      end.cancel();
    }
  }

  private void schedule(Connection connection, long millis) {
    Scheduler.Task end =
        scheduler.schedule(
            () -> {
              ends.remove(connection);
              connection.getEndPoint().close(new TimeoutException("no request in time"));
            },
            millis,
            TimeUnit.MILLISECONDS);
    Scheduler.Task before = ends.put(connection, end);
    if (before != null) {
      before.cancel();
    }
  }
}
