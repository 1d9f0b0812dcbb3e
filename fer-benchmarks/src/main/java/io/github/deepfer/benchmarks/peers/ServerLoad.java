package io.github.deepfer.benchmarks.peers;

import io.github.deepfer.api.Pipeline;
import io.github.deepfer.benchmarks.Frames;
import io.github.deepfer.web.WebServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * The web server, with the defaults of {@code ./fer serve}, on a free port of loopback, under
 * several numbers of clients, each of which sends one JPEG frame after the other and what was
 * refused again when the server said. The numbers take turns; it ends after {@code ServerLoad
 * [SECONDS]} a turn, 3 unless told, three turns each. Clients and server share the processors.
 */
public final class ServerLoad {
  private static final int[] CLIENTS = {1, 8, 32};
  private static final int ROUNDS = 3;
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int UNAVAILABLE = 503;

  private final URI analyze;
  private final byte[] frame;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private ServerLoad(URI server, byte[] frame) {
    analyze = server.resolve("/api/analyze");
    this.frame = frame;
  }

  /** What clients got, of one or several turns. */
  private static final class Bill {
    final List<Long> nanos = new ArrayList<>();
    long refused;
    double seconds;

    void add(Bill other) {
      nanos.addAll(other.nanos);
      refused += other.refused;
    }

    double perSecond() {
      return nanos.size() / seconds;
    }

    double milliseconds(int percentile) {
      return nanos.get((nanos.size() - 1) * percentile / 100) / 1e6;
    }
  }

  public static void main(String[] args) throws Exception {
    Duration turn = Duration.ofSeconds(args.length > 0 ? Long.parseLong(args[0]) : 3);
    byte[] frame = Frames.jpeg(Frames.group(640, 480, 1));
    SortedMap<Integer, Bill> bills = new TreeMap<>();
    try (Pipeline pipeline = Pipeline.builder().threads(1).build();
        WebServer server = WebServer.builder(pipeline).accessLog(false).start()) {
      ServerLoad load = new ServerLoad(server.uri(), frame);
      load.turn(CLIENTS[1], turn);
      for (int round = 0; round < ROUNDS; round++) {
        for (int clients : CLIENTS) {
          Bill bill = load.turn(clients, turn);
          Bill sum = bills.computeIfAbsent(clients, n -> new Bill());
          sum.add(bill);
          sum.seconds += bill.seconds;
        }
      }
    }
    print(bills);
  }

  private Bill turn(int clients, Duration length) throws Exception {
    long start = System.nanoTime();
    long end = start + length.toNanos();
    ExecutorService threads = Executors.newFixedThreadPool(clients);
    try {
      List<Future<Bill>> running = new ArrayList<>();
      for (int i = 0; i < clients; i++) {
        running.add(threads.submit(() -> client(end)));
      }
      Bill bill = new Bill();
      for (Future<Bill> each : running) {
        bill.add(each.get());
      }
      bill.seconds = length.toNanos() / 1e9;
      return bill;
    } finally {
      threads.shutdownNow();
    }
  }

  private Bill client(long end) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(analyze)
            .timeout(PATIENCE)
            .header("Content-Type", "image/jpeg")
            .POST(BodyPublishers.ofByteArray(frame))
            .build();
    Bill bill = new Bill();
    while (System.nanoTime() < end) {
      long start = System.nanoTime();
      HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
      long now = System.nanoTime();
      if (answer.statusCode() == UNAVAILABLE) {
        bill.refused++;
        long wait = 1000 * Long.parseLong(answer.headers().firstValue("Retry-After").orElseThrow());
        Thread.sleep(Math.max(0, Math.min(wait, (end - now) / 1_000_000)));
      } else if (!answer.body().contains("\"emotion\"")) {
        throw new IllegalStateException("no face in " + answer.body());
      } else if (now < end) {
        bill.nanos.add(now - start);
      }
    }
    return bill;
  }

  private static void print(SortedMap<Integer, Bill> bills) {
    System.out.printf(
        "%7s %9s %9s %8s %8s %8s %9s%n",
        "clients", "per s", "of 1", "p50 ms", "p99 ms", "p99/p50", "503");
    double one = bills.values().iterator().next().perSecond();
    bills.forEach(
        (clients, bill) -> {
          Collections.sort(bill.nanos);
          System.out.printf(
              Locale.ROOT,
              "%7d %9.1f %9.2f %8.1f %8.1f %8.2f %9d%n",
              clients,
              bill.perSecond(),
              bill.perSecond() / one,
              bill.milliseconds(50),
              bill.milliseconds(99),
              bill.milliseconds(99) / bill.milliseconds(50),
              bill.refused);
        });
  }
}
