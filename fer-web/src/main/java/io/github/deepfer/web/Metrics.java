package io.github.deepfer.web;

import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** Counts, in the Prometheus text format. */
final class Metrics {
  private static final double[] BUCKETS = {.005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10};

  private final ConcurrentHashMap<Integer, LongAdder> responses = new ConcurrentHashMap<>();
  private final LongAdder[] buckets = new LongAdder[BUCKETS.length + 1];
  private final LongAdder nanos = new LongAdder();
  final LongAdder faces = new LongAdder();
  final LongAdder liveFrames = new LongAdder();
  final LongAdder liveFramesDropped = new LongAdder();
  final AtomicInteger liveSessions = new AtomicInteger();

  Metrics() {
    for (int i = 0; i < buckets.length; i++) {
      buckets[i] = new LongAdder();
    }
  }

  void response(int status) {
    responses.computeIfAbsent(status, s -> new LongAdder()).increment();
  }

  void analysis(long elapsedNanos, int faceCount) {
    nanos.add(elapsedNanos);
    faces.add(faceCount);
    int bucket = 0;
    while (bucket < BUCKETS.length && elapsedNanos > BUCKETS[bucket] * 1e9) {
      bucket++;
    }
    buckets[bucket].increment();
  }

  byte[] text(Workers workers, int stuck, long bufferedBytes, int videos) {
    StringBuilder out = new StringBuilder(2048);
    head(out, "fer_http_responses_total", "counter", "Answers by status.");
    new TreeMap<>(responses)
        .forEach(
            (status, count) ->
                out.append("fer_http_responses_total{status=\"")
                    .append(status)
                    .append("\"} ")
                    .append(count.sum())
                    .append('\n'));
    head(out, "fer_analysis_seconds", "histogram", "Decoding and analysis of one picture.");
    long count = 0;
    for (int i = 0; i < buckets.length; i++) {
      count += buckets[i].sum();
      out.append("fer_analysis_seconds_bucket{le=\"")
          .append(i < BUCKETS.length ? String.valueOf(BUCKETS[i]) : "+Inf")
          .append("\"} ")
          .append(count)
          .append('\n');
    }
    out.append(String.format(Locale.ROOT, "fer_analysis_seconds_sum %.6f", nanos.sum() / 1e9))
        .append('\n');
    out.append("fer_analysis_seconds_count ").append(count).append('\n');
    one(out, "fer_faces_total", "counter", "Faces found.", faces.sum());
    one(out, "fer_live_frames_total", "counter", "Live frames analyzed.", liveFrames.sum());
    one(
        out,
        "fer_live_frames_dropped_total",
        "counter",
        "Live frames left out for a newer one or a full queue.",
        liveFramesDropped.sum());
    one(out, "fer_live_sessions", "gauge", "Open live connections.", liveSessions.get());
    one(out, "fer_videos", "gauge", "Videos that come, wait, run or are kept.", videos);
    one(out, "fer_workers_busy", "gauge", "Workers that analyze.", workers.busy());
    one(out, "fer_workers_stuck", "gauge", "Workers at one task beyond a request's time.", stuck);
    one(out, "fer_queue_length", "gauge", "Requests that wait for a worker.", workers.waiting());
    one(out, "fer_body_bytes", "gauge", "Bytes of request bodies in memory.", bufferedBytes);
    one(
        out,
        "fer_heap_used_bytes",
        "gauge",
        "Java heap in use.",
        ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
    return out.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static void one(StringBuilder out, String name, String type, String help, long value) {
    head(out, name, type, help);
    out.append(name).append(' ').append(value).append('\n');
  }

  private static void head(StringBuilder out, String name, String type, String help) {
    out.append("# HELP ").append(name).append(' ').append(help).append('\n');
    out.append("# TYPE ").append(name).append(' ').append(type).append('\n');
  }
}
