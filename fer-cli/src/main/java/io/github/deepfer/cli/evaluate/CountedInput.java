package io.github.deepfer.cli.evaluate;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Counts what is read from a file, before any decompression. */
final class CountedInput extends FilterInputStream {
  private final long size;
  private long count;

  CountedInput(InputStream in, long size) {
    super(in);
    this.size = size;
  }

  @Override
  public int read() throws IOException {
    int value = super.read();
    count += value < 0 ? 0 : 1;
    return value;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    int read = super.read(target, offset, length);
    count += Math.max(0, read);
    return read;
  }

  double fraction() {
    return size <= 0 ? 0 : Math.min(1, (double) count / size);
  }
}
