package io.github.deepfer.cli.video;

import io.github.deepfer.api.support.Sha256;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * What tells a file from others by what it holds, so that a copy is the same and one of equal size
 * and time is not. A video of many gigabytes is not read for it, but samples are.
 */
final class Fingerprint {
  private static final int SAMPLES = 16;
  private static final int SAMPLE_BYTES = 64 << 10;

  private Fingerprint() {}

  /** The size and a hash; of up to a megabyte, all bytes are in it. */
  static String of(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      long size = channel.size();
      long last = Math.max(0, size - SAMPLE_BYTES);
      ByteBuffer samples = ByteBuffer.allocate(SAMPLES * SAMPLE_BYTES);
      for (int i = 0; i < SAMPLES; i++) {
        samples.limit((i + 1) * SAMPLE_BYTES).position(i * SAMPLE_BYTES);
        read(channel, last * i / (SAMPLES - 1), samples);
      }
      return size + " bytes " + Sha256.of(samples.array());
    }
  }

  private static void read(FileChannel channel, long start, ByteBuffer sample) throws IOException {
    long position = start;
    int count = 0;
    while (sample.hasRemaining() && count >= 0) {
      count = channel.read(sample, position);
      position += count;
    }
  }
}
