package io.github.deepfer.web.video;

import io.github.deepfer.api.ImageLimits;
import io.github.deepfer.api.Pipeline;
import io.github.deepfer.api.video.FrameSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;

/** All videos that a server knows, and their files. Thread-safe. */
public final class VideoJobs {
  private static final int ID_BYTES = 16;

  private final Pipeline pipeline;
  private final BiFunction<? super Path, ? super ImageLimits, ? extends FrameSource> opener;
  private final VideoLimits limits;
  private final NewFolder newFolder;
  private final SecureRandom random = new SecureRandom();
  private final Map<String, VideoJob> jobs = new ConcurrentHashMap<>();
  private final ThreadPoolExecutor runners;
  private final ScheduledExecutorService housekeeper;
  private Path folder;
  private int number;
  private boolean stopped;

  /** Makes a directory that nobody else uses. */
  public interface NewFolder {
    /** Called again when the directory has gone: systems clean what was not used for days. */
    Path create() throws IOException;
  }

  /**
   * Knows no video yet.
   *
   * @param newFolder makes the directory for their files
   * @throws IOException if that fails
   */
  public VideoJobs(
      Pipeline pipeline,
      BiFunction<? super Path, ? super ImageLimits, ? extends FrameSource> opener,
      VideoLimits limits,
      NewFolder newFolder)
      throws IOException {
    this.pipeline = pipeline;
    this.opener = opener;
    this.limits = limits;
    this.newFolder = newFolder;
    folder = newFolder.create();
    runners =
        new ThreadPoolExecutor(
            limits.atOnce(),
            limits.atOnce(),
            1,
            TimeUnit.MINUTES,
            new LinkedBlockingQueue<>(),
            threads("fer-web-video-"));
    runners.allowCoreThreadTimeOut(true);
    housekeeper = Executors.newSingleThreadScheduledExecutor(threads("fer-web-videos-"));
    long pause = Math.min(5_000, Math.max(1, limits.lease().toMillis() / 4));
    // Ends with the housekeeper.
    var unused =
        housekeeper.scheduleWithFixedDelay(this::forgetStale, pause, pause, TimeUnit.MILLISECONDS);
  }

  /** A process that ends does not wait for one that is stuck. */
  private static ThreadFactory threads(String name) {
    AtomicInteger count = new AtomicInteger();
    return task -> {
      Thread thread = new Thread(task, name + count.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    };
  }

  /** What a video may cost here. */
  public VideoLimits limits() {
    return limits;
  }

  /** How many videos there are. */
  public int count() {
    return jobs.size();
  }

  /**
   * Makes room for a video that is about to come.
   *
   * @param visitor who sends it, or empty for one whose number is not limited
   * @param announced its bytes, or -1 if that is not known
   * @return where it goes, or empty if there are too many
   * @throws IOException if the disk has no room for it
   */
  public synchronized Optional<VideoJob> admit(String visitor, long announced) throws IOException {
    if (isFullFor(visitor)) {
      // Of these only the reason is left, and they must not shut others out.
      jobs.values().stream().filter(VideoJob::isOverWithNothing).toList().forEach(this::forget);
    }
    if (stopped || isFullFor(visitor)) {
      return Optional.empty();
    }
    if (Files.notExists(folder)) {
      folder = newFolder.create();
    }
    long promised = jobs.values().stream().mapToLong(job -> job.owedBytes(limits)).sum();
    if (Files.getFileStore(folder).getUsableSpace() - promised < limits.neededBytes(announced)) {
      throw new IOException("the disk of " + folder + " is nearly full");
    }
    number++;
    byte[] id = new byte[ID_BYTES];
    random.nextBytes(id);
    VideoJob job =
        new VideoJob(
            HexFormat.of().formatHex(id),
            visitor,
            limits.videoBytes(announced),
            folder.resolve(number + ".video"),
            folder.resolve(number + ".jsonl"));
    jobs.put(job.id(), job);
    return Optional.of(job);
  }

  private boolean isFullFor(String visitor) {
    long own = jobs.values().stream().filter(job -> job.visitor().equals(visitor)).count();
    return jobs.size() >= limits.most() || (!visitor.isEmpty() && own >= limits.mostPerVisitor());
  }

  /**
   * Has a video analyzed that is complete, after those that came before.
   *
   * @return false if it was cancelled meanwhile
   * @throws IOException if its last bytes could not be written
   */
  public boolean start(VideoJob job) throws IOException {
    if (!job.arrived()) {
      return false;
    }
    runners.execute(analysis(job));
    return true;
  }

  private VideoAnalysis analysis(VideoJob job) {
    return new VideoAnalysis(job, pipeline, opener, limits);
  }

  /** A video that has arrived. */
  public Optional<VideoJob> find(String id) {
    Optional<VideoJob> job = Optional.ofNullable(jobs.get(id)).filter(VideoJob::hasArrived);
    job.ifPresent(VideoJob::touch);
    return job;
  }

  /** Stops and deletes a video, soon. */
  public void forget(VideoJob job) {
    jobs.remove(job.id());
    runners.remove(analysis(job)); // equal to the one that waits
    try {
      housekeeper.execute(job::forget); // it may wait for a frame
    } catch (RejectedExecutionException e) {
      job.forget(); // of a visitor who leaves after all is closed
    }
  }

  private void forgetStale() {
    for (VideoJob job : List.copyOf(jobs.values())) {
      if (job.isStale(limits)) {
        forget(job);
      }
    }
  }

  /** Takes no more videos and ends the analysis of all; what was found can still be read. */
  public void stop() {
    synchronized (this) {
      stopped = true;
    }
    for (VideoJob job : jobs.values()) {
      job.cancel("The server is being stopped.");
    }
  }

  /** After {@link #stop()}: forgets all videos, and waits for those that are being read. */
  public void close(Duration atMost) {
    long deadline = System.nanoTime() + atMost.toNanos();
    jobs.values().forEach(VideoJob::forget);
    jobs.clear();
    housekeeper.shutdown();
    runners.shutdown();
    try {
      for (ExecutorService threads : List.of(housekeeper, runners)) {
        threads.awaitTermination(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
