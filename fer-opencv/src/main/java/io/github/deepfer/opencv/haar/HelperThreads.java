package io.github.deepfer.opencv.haar;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The threads that help the calls of one detector, which all calls share. Each starts when it is
 * first needed and ends when nobody has called it for a while, or by {@link #close}.
 */
final class HelperThreads implements Executor, AutoCloseable {
  /** Longer than from frame to frame of a camera. */
  private static final long IDLE_SECONDS = 1;

  private final ThreadPoolExecutor threads;

  /** With at least one thread; none runs before it is called. */
  HelperThreads(int count) {
    threads =
        new ThreadPoolExecutor(
            count,
            count,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            HelperThreads::thread);
    threads.allowCoreThreadTimeOut(true);
  }

  private static Thread thread(Runnable work) {
    Thread thread = new Thread(work, "fer-haar");
    thread.setDaemon(true);
    return thread;
  }

  @Override
  public void execute(Runnable work) {
    threads.execute(work);
  }

  /** No call may be running. */
  @Override
  public void close() {
    threads.shutdown();
  }
}
