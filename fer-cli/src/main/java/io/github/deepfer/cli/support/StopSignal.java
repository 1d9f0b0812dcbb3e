package io.github.deepfer.cli.support;

import java.io.PrintWriter;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The wish of a user to end a command, by Ctrl-C or a signal: the process ends when what is at work
 * is finished and the files are closed, or after 20 seconds.
 */
public final class StopSignal implements AutoCloseable {
  private static final int SHUTDOWN_SECONDS = 20;

  private final PrintWriter err;
  private final CountDownLatch finished = new CountDownLatch(1);
  private final Thread hook = new Thread(this::request, "fer-stop");
  private final CompletableFuture<@Nullable Void> request = new CompletableFuture<>();

  /**
   * Waits for the wish from now on.
   *
   * @param err stderr
   */
  public StopSignal(PrintWriter err) {
    this.err = err;
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /**
   * Whether to end.
   *
   * @return true from Ctrl-C on
   */
  public boolean requested() {
    return request.isDone();
  }

  /**
   * Says what happens at the wish; at once if it was uttered already.
   *
   * @param action what ends the command
   */
  @SuppressWarnings("FutureReturnValueIgnored") // the action is the last to be done
  public void onRequest(Runnable action) {
    request.thenRun(action);
  }

  private void request() {
    request.complete(null);
    try {
      if (!finished.await(SHUTDOWN_SECONDS, TimeUnit.SECONDS)) {
        err.println("fer: stopped before the files were closed");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The files are closed. */
  @Override
  public void close() {
    finished.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The process ends already, and the hook is what waited for this.
    }
  }
}
