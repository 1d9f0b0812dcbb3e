package io.github.deepfer.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Lets one thread of one process at a time work on a file. A file lock holds off other processes
 * but not other threads of this one, so each file has a lock of both kinds. The lock file stays: to
 * delete it would let a third process lock a new one while a second still waits for the old.
 */
final class CacheLock {
  private static final Map<Path, ReentrantLock> THREADS = new ConcurrentHashMap<>();

  private CacheLock() {}

  /** What is done while the lock is held. */
  @FunctionalInterface
  interface Work {
    void run() throws IOException, InterruptedException;
  }

  /** Waits for its turn. The path must be the same for all, so absolute and normalized. */
  static void holding(Path lockFile, Work work) throws IOException, InterruptedException {
    ReentrantLock threads = THREADS.computeIfAbsent(lockFile, file -> new ReentrantLock());
    threads.lockInterruptibly();
    try (FileChannel processes =
        FileChannel.open(
            lockFile,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            LinkOption.NOFOLLOW_LINKS)) {
      // Closing the channel releases it.
      processes.lock();
      work.run();
    } finally {
      threads.unlock();
    }
  }
}
