package io.github.deepfer.onnx.runtime;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxTensorLike;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.RunOptions;
import io.github.deepfer.api.FerException;
import io.github.deepfer.api.InferenceException;
import io.github.deepfer.api.ModelException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The runs of a session, which can be ended wherever ONNX Runtime looks: between two operators.
 * Thread-safe.
 */
public final class Runs {
  /** How long those who close a session wait for its runs before they end them. */
  public static final Duration MAX_WAIT_AT_CLOSE = Duration.ofSeconds(30);

  private static final Duration MAX_TRIAL = Duration.ofSeconds(30);

  /** From then on an interrupt of its thread ends a trial; most take milliseconds. */
  private static final Duration MAX_UNINTERRUPTED = Duration.ofSeconds(2);

  private static final long POLL_MILLIS = 100;

  private final Set<RunOptions> running = new HashSet<>();

  /** Runs the model into the given outputs. */
  public void run(
      OrtSession session,
      Map<String, ? extends OnnxTensorLike> inputs,
      Map<String, OnnxTensor> outputs)
      throws OrtException {
    RunOptions options = new RunOptions();
    synchronized (running) {
      running.add(options);
    }
    try {
      // Closing the result leaves the outputs open, which it does not own.
      session.run(inputs, Set.of(), outputs, options).close();
    } finally {
      synchronized (running) {
        running.remove(options);
        options.close();
      }
    }
  }

  /** Has what runs now throw an {@link OrtException} before long. */
  public void end() {
    synchronized (running) {
      for (RunOptions options : running) {
        try {
          options.setTerminate(true);
        } catch (OrtException e) {
          throw new InferenceException("a run cannot be ended: " + e.getMessage(), e);
        }
      }
    }
  }

  /**
   * Tries a model out, which nobody knows yet.
   *
   * @param modelId for the message
   * @param trial what runs the model
   * @throws ModelException if that took too long, and was ended
   */
  public void tryOut(String modelId, Runnable trial) {
    if (!endsWithin(MAX_TRIAL, trial)) {
      throw new ModelException(
          "model "
              + modelId
              + " is refused: its first run took more than "
              + MAX_TRIAL.toSeconds()
              + " s, or its thread was interrupted, and it was ended");
    }
  }

  /** Whether the trial came to an end by itself. */
  boolean endsWithin(Duration limit, Runnable trial) {
    Thread caller = Thread.currentThread();
    CountDownLatch done = new CountDownLatch(1);
    CountDownLatch ended = new CountDownLatch(1);
    Thread watch =
        new Thread(
            () -> {
              long start = System.nanoTime();
              try {
                while (!done.await(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
                  long nanos = System.nanoTime() - start;
                  if (nanos > limit.toNanos()
                      || (caller.isInterrupted() && nanos > MAX_UNINTERRUPTED.toNanos())) {
                    ended.countDown();
                    end();
                  }
                }
              } catch (InterruptedException e) {
                // Nobody has this thread.
                Thread.currentThread().interrupt();
              }
            },
            "deepfer watches a trial");
    watch.setDaemon(true);
    watch.start();
    try {
      trial.run();
    } catch (FerException e) {
      if (ended.getCount() > 0) {
        throw e;
      }
    } finally {
      done.countDown();
    }
    return ended.getCount() > 0;
  }
}
