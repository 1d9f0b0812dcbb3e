package io.github.deepfer.api.support;

import java.util.Objects;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Gives each running call a state of its own, such as buffers or a native object that one thread
 * may use at a time, and keeps as many as there are processors for the next calls: what a burst of
 * threads needed beyond that is released when they are done. Thread-safe.
 *
 * @param <S> the state
 */
public final class StatePool<S> implements AutoCloseable {
  private final Supplier<? extends S> opener;
  private final Consumer<? super S> closer;
  private final BlockingQueue<S> idle =
      new ArrayBlockingQueue<>(Runtime.getRuntime().availableProcessors());

  /**
   * Creates an empty pool.
   *
   * @param opener makes a state, in the thread of the call that needs it
   * @param closer releases one
   */
  public StatePool(Supplier<? extends S> opener, Consumer<? super S> closer) {
    this.opener = Objects.requireNonNull(opener, "opener");
    this.closer = Objects.requireNonNull(closer, "closer");
  }

  /** Opens one state now, so that what cannot be opened fails here and not at the first call. */
  public void prepare() {
    give(opener.get());
  }

  /**
   * Works with a state that no other call has. After a failure the state is released, not kept.
   *
   * @param <R> what the work gives
   * @param work the work
   * @return what the work gave
   */
  public <R> R call(Function<? super S, R> work) {
    S pooled = idle.poll();
    S state = pooled != null ? pooled : opener.get();
    R result;
    try {
      result = work.apply(state);
    } catch (RuntimeException | Error e) {
      closer.accept(state);
      throw e;
    }
    give(state);
    return result;
  }

  private void give(S state) {
    if (!idle.offer(state)) {
      closer.accept(state);
    }
  }

  /** Releases what is kept. To be called when no call runs, see {@link CloseGuard#close}. */
  @Override
  public void close() {
    for (S state = idle.poll(); state != null; state = idle.poll()) {
      closer.accept(state);
    }
  }
}
