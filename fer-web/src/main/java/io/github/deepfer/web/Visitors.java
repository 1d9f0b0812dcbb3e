package io.github.deepfer.web;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;

/**
 * How many connections each address has, so that none takes all; one that is too many is closed.
 * For IPv6 an address is a network of 64 bits, which is what a household gets. Thread-safe.
 */
final class Visitors implements Connection.Listener {
  private static final int IPV6_NETWORK_BYTES = 8;

  private final Limits limits;
  private final Map<String, Integer> connections = new ConcurrentHashMap<>();

  /** Of whom each open connection is: a closed one no longer says where it came from. */
  private final Map<Connection, String> keys = new ConcurrentHashMap<>();

  private final Map<String, Integer> live = new ConcurrentHashMap<>();

  Visitors(Limits limits) {
    this.limits = limits;
  }

  @Override
  public void onOpened(Connection connection) {
    EndPoint end = connection.getEndPoint();
    String key = key(end);
    keys.put(connection, key);
    int open = connections.merge(key, 1, Integer::sum);
    if (open > limits.connectionsPerAddress() && isLimited(end)) {
      end.close();
    }
  }

  @Override
  public void onClosed(Connection connection) {
    String key = keys.remove(connection);
    if (key != null) {
      leave(connections, key);
    }
  }

  /** Whether an address may have one live connection more. */
  boolean mayGoLive(EndPoint end) {
    return !isLimited(end) || live.getOrDefault(key(end), 0) < limits.livePerAddress();
  }

  /** Whose connection it is; empty for one who is not limited. */
  String visitor(EndPoint end) {
    return isLimited(end) ? key(end) : "";
  }

  /** Counts a live connection; what it gives is to be run once, at its end. */
  Runnable goLive(EndPoint end) {
    String key = key(end);
    live.merge(key, 1, Integer::sum);
    return () -> leave(live, key);
  }

  private static void leave(Map<String, Integer> counts, String key) {
    counts.computeIfPresent(key, (same, count) -> count > 1 ? count - 1 : null);
  }

  /** Behind a proxy of this machine all come from here. */
  private boolean isLimited(EndPoint end) {
    return limits.limitsLoopback()
        || !(end.getRemoteSocketAddress() instanceof InetSocketAddress address)
        || !address.getAddress().isLoopbackAddress();
  }

  private static String key(EndPoint end) {
    if (!(end.getRemoteSocketAddress() instanceof InetSocketAddress address)) {
      return "";
    }
    InetAddress ip = address.getAddress();
    byte[] bytes = ip.getAddress();
    return HexFormat.of()
        .formatHex(Arrays.copyOf(bytes, Math.min(bytes.length, IPV6_NETWORK_BYTES)));
  }
}
