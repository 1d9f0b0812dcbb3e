package io.github.deepfer.web.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.deepfer.web.load.LoadedServer.Footprint;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.Test;

/**
 * The server under 1, 8 and 64 clients, each time with two nuisances and a camera beside them,
 * three rounds, so that the last can be compared with the first. {@code -Dfer.load.seconds=60}
 * makes each of the nine turns last so long; they are short otherwise.
 */
class LoadTest {
  private static final int[] LEVELS = {1, 8, 64};
  private static final int ROUNDS = 3;
  private static final Duration TURN = Duration.ofSeconds(Long.getLong("fer.load.seconds", 1));
  private static final Duration WARM_UP = Duration.ofSeconds(2);

  /** What a collection may leave, and an allocator may keep, of 256 MiB of heap. */
  private static final long HEAP_SLACK = 8 << 20;

  private static final long RESIDENT_SLACK = 32 << 20;

  /** Threads come and go with the compiler's and the network's work. */
  private static final long THREAD_SLACK = 8;

  /** Libraries and jars that are opened late; a turn of 64 clients would leave more sockets. */
  private static final long FILE_SLACK = 24;

  private static final List<String> QUIET =
      List.of("fer_workers_busy", "fer_queue_length", "fer_body_bytes", "fer_live_sessions");

  private final Map<Integer, Level> levels = new TreeMap<>();

  /** All turns of one number of clients. */
  private static final class Level {
    final List<Long> nanos = new ArrayList<>();
    long inTime;
    long refused;
    long frames;
    long wrongs;

    double milliseconds(int percentile) {
      return nanos.get((nanos.size() - 1) * percentile / 100) / 1e6;
    }
  }

  @Test
  void losesNothingAndDoesNotGrow() throws Exception {
    try (LoadedServer server = new LoadedServer()) {
      long files = server.footprint().files() + FILE_SLACK;
      turn(server.address(), 8, WARM_UP, new Level());
      Footprint warm = idle(server, files);
      long right = server.metric("fer_http_responses_total{status=\"200\"}") - server.asked();
      long refused = server.metric("fer_http_responses_total{status=\"503\"}");
      List<Footprint> rounds = new ArrayList<>();
      for (int round = 0; round < ROUNDS; round++) {
        for (int clients : LEVELS) {
          turn(server.address(), clients, TURN, levels.computeIfAbsent(clients, n -> new Level()));
        }
        rounds.add(idle(server, files));
      }
      print(rounds);
      right = server.metric("fer_http_responses_total{status=\"200\"}") - server.asked() - right;
      refused = server.metric("fer_http_responses_total{status=\"503\"}") - refused;
      assertThat(right)
          .as("answers of status 200 that the server counted")
          .isBetween(
              sum(level -> level.nanos.size()), sum(level -> level.nanos.size() + level.wrongs));
      assertThat(refused)
          .as("answers of status 503 that the server counted")
          .isBetween(sum(level -> level.refused), sum(level -> level.refused + level.wrongs));
      assertNoGrowth(rounds.get(0), rounds.get(ROUNDS - 1));
      assertThat(rounds.get(ROUNDS - 1).written() - warm.written())
          .as("bytes on disk, of the many that were sent")
          .isLessThan(1 << 20);
    }
  }

  private long sum(ToLongFunction<Level> part) {
    return levels.values().stream().mapToLong(part).sum();
  }

  private static void assertNoGrowth(Footprint first, Footprint last) {
    assertThat(last.heap()).as("heap").isLessThan(first.heap() + HEAP_SLACK);
    assertThat(last.resident()).as("RSS").isLessThanOrEqualTo(first.resident() + RESIDENT_SLACK);
    assertThat(last.threads()).as("threads").isLessThanOrEqualTo(first.threads() + THREAD_SLACK);
  }

  private static void turn(URI server, int clients, Duration length, Level level) throws Exception {
    HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    long end = System.nanoTime() + length.toNanos();
    ExecutorService threads = Executors.newCachedThreadPool();
    try {
      List<Future<Customer.Bill>> bills = new ArrayList<>();
      for (int i = 0; i < clients; i++) {
        bills.add(threads.submit(new Customer(http, server, i, end)));
      }
      List<Future<Long>> nuisances =
          List.of(
              threads.submit(new Nuisance(server, end, 1)),
              threads.submit(new Nuisance(server, end, 2)));
      Future<Long> frames = threads.submit(new Camera(http, server, end));
      for (Future<Customer.Bill> each : bills) {
        Customer.Bill bill = each.get();
        level.nanos.addAll(bill.nanos());
        level.inTime += bill.inTime();
        level.refused += bill.refused();
      }
      level.frames += frames.get();
      for (Future<Long> nuisance : nuisances) {
        level.wrongs += nuisance.get();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  /** What the server holds once it has noticed that all clients are gone. */
  private static Footprint idle(LoadedServer server, long files) {
    await(
        "nothing is under way", () -> QUIET.stream().allMatch(gauge -> server.metric(gauge) == 0));
    await(
        "at most " + files + " files and sockets are open",
        () -> {
          System.gc(); // closes the connections of clients that are no longer used
          return server.footprint().files() <= files;
        });
    return server.footprint();
  }

  private static void await(String what, BooleanSupplier condition) {
    long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("in vain for 60 s: " + what).isLessThan(end);
      LockSupport.parkNanos(100_000_000);
    }
  }

  private void print(List<Footprint> rounds) {
    System.out.printf(
        "%7s %8s %8s %8s %8s %8s %8s %8s%n",
        "clients", "answers", "per s", "p50 ms", "p99 ms", "503", "frames", "wrongs");
    levels.forEach(
        (clients, level) -> {
          level.nanos.sort(null);
          System.out.printf(
              Locale.ROOT,
              "%7d %8d %8.1f %8.0f %8.0f %8d %8d %8d%n",
              clients,
              level.nanos.size(),
              (double) level.inTime / (ROUNDS * TURN.toSeconds()),
              level.milliseconds(50),
              level.milliseconds(99),
              level.refused,
              level.frames,
              level.wrongs);
        });
    double one = levels.get(1).inTime;
    System.out.printf(
        Locale.ROOT,
        "throughput at 8 and 64 clients relative to 1: %.2f, %.2f%n",
        levels.get(8).inTime / one,
        levels.get(64).inTime / one);
    System.out.printf("%7s %9s %9s %8s %8s%n", "round", "heap MiB", "RSS MiB", "threads", "files");
    for (Footprint round : rounds) {
      System.out.printf(
          Locale.ROOT,
          "%7d %9.1f %9.1f %8d %8d%n",
          rounds.indexOf(round) + 1,
          round.heap() / 0x1p20,
          round.resident() / 0x1p20,
          round.threads(),
          round.files());
    }
  }
}
