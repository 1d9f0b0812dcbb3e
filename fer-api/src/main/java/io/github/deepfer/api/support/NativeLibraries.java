package io.github.deepfer.api.support;

import io.github.deepfer.api.ProviderException;
import io.github.deepfer.api.internal.work.Uninterruptibly;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Native libraries that are loaded once for all threads, on first use. Thread-safe.
 *
 * <p>Loading runs on a thread of its own that nobody interrupts: an interrupt closes the files and
 * locks of what is just being unpacked, and a class whose static initializer that reaches stays
 * broken for the life of the process. An interrupted caller waits all the same, gets its result,
 * and keeps its interrupt. Libraries are loaded one after the other, and after a failure the next
 * call tries again.
 *
 * <p>Call {@link #load} from no static initializer of a class that the loading needs: the two
 * threads would wait for each other.
 */
public final class NativeLibraries {
  /** The bindings share static tables that are not made for two threads. */
  private static final ReentrantLock ONE_AT_A_TIME = new ReentrantLock();

  private final String name;
  private final Loading loading;
  private final String cure;
  private final String separation;
  private volatile boolean loaded;
  private volatile @Nullable Throwable firstFailure;

  /** Unpacks and loads libraries. */
  @FunctionalInterface
  public interface Loading {
    /**
     * Loads all, on a thread that nobody interrupts and that holds no lock of the caller.
     *
     * @throws Exception if a library is missing, cannot be unpacked or cannot be loaded
     */
    void load() throws Exception;
  }

  /**
   * Describes libraries; nothing is loaded yet.
   *
   * @param name what they are, such as {@code OpenCV}
   * @param loading loads them; called until it succeeds
   * @param cure what to do where that fails, to follow a semicolon
   * @param separation how two class loaders of one process can each have them, to follow "or"
   * @throws NullPointerException if an argument is null
   */
  public NativeLibraries(String name, Loading loading, String cure, String separation) {
    this.name = Objects.requireNonNull(name, "name");
    this.loading = Objects.requireNonNull(loading, "loading");
    this.cure = Objects.requireNonNull(cure, "cure");
    this.separation = Objects.requireNonNull(separation, "separation");
  }

  /**
   * Loads the libraries unless they are.
   *
   * @throws ProviderException if that fails; its message has the root cause and the cure
   */
  public void load() {
    if (loaded) {
      return;
    }
    Attempt attempt = new Attempt();
    if (ONE_AT_A_TIME.isHeldByCurrentThread()) {
      // Libraries that need others load them on the thread that is theirs already.
      attempt.run();
    } else {
      runUninterruptibly(attempt);
    }
    Throwable failure = attempt.failure;
    if (failure instanceof Error error && !(failure instanceof LinkageError)) {
      throw error;
    }
    if (failure != null) {
      throw new ProviderException(message(failure), failure);
    }
  }

  /**
   * Words for why something failed.
   *
   * @param failure what was thrown
   * @return the class and, where there is one, the message of what caused it in the first place
   */
  public static String rootCause(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root.toString();
  }

  private final class Attempt implements Runnable {
    private @Nullable Throwable failure;

    @Override
    public void run() {
      ONE_AT_A_TIME.lock();
      try {
        if (!loaded) {
          loading.load();
          loaded = true;
        }
      } catch (Throwable e) {
        failure = e;
        if (firstFailure == null) {
          firstFailure = e;
        }
      } finally {
        ONE_AT_A_TIME.unlock();
      }
    }
  }

  private void runUninterruptibly(Runnable attempt) {
    Thread thread = new Thread(attempt, "deepfer loads " + name);
    thread.setDaemon(true);
    thread.start();
    Uninterruptibly.join(thread);
  }

  private String message(Throwable failure) {
    StringBuilder message = new StringBuilder(name).append(" cannot be loaded on ");
    message.append(System.getProperty("os.name")).append(' ');
    message.append(System.getProperty("os.arch")).append(": ");
    if (isHeldByAnotherLoader(failure)) {
      return message
          .append("another class loader of this process has loaded it (")
          .append(rootCause(failure))
          .append("); put its jars and those of DeepFER into a class loader that both share, such")
          .append(" as the server's directory of shared libraries, or ")
          .append(separation)
          .append("; see docs/errors.md#two-class-loaders")
          .toString();
    }
    Throwable first = firstFailure;
    boolean sticks = isOfBrokenClass(failure);
    message.append(rootCause(sticks && first != null ? first : failure)).append("; ").append(cure);
    if (sticks) {
      message.append("; restart the process after the fix");
    }
    return message.append("; see docs/errors.md#native-libraries").toString();
  }

  private static boolean isHeldByAnotherLoader(Throwable failure) {
    for (Throwable t = failure; t != null; t = t.getCause()) {
      String text = t.getMessage();
      if (text != null && text.contains("already loaded in another classloader")) {
        return true;
      }
    }
    return false;
  }

  /** Of a class whose static initializer failed before. */
  private static boolean isOfBrokenClass(Throwable failure) {
    for (Throwable t = failure; t != null; t = t.getCause()) {
      if (t instanceof NoClassDefFoundError
          && String.valueOf(t.getMessage()).startsWith("Could not initialize class")) {
        return true;
      }
    }
    return false;
  }
}
