package io.github.deepfer.awt;

import java.io.IOException;
import javax.imageio.stream.ImageInputStreamImpl;

/**
 * A file in memory, without a copy or a cache. Some codecs take zeros for what lies behind its end,
 * and can go on with them for hours; so they are stopped.
 */
final class EncodedStream extends ImageInputStreamImpl {
  /** Codecs read a few bytes ahead. */
  private static final int MAX_READS_BEHIND_END = 64;

  private final byte[] file;
  private int readsBehindEnd;

  EncodedStream(byte[] file) {
    this.file = file;
  }

  @Override
  public int read() throws IOException {
    checkClosed();
    bitOffset = 0;
    if (streamPos >= file.length) {
      return behindEnd();
    }
    return file[(int) streamPos++] & 0xFF;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    checkClosed();
    bitOffset = 0;
    if (length == 0) {
      return 0;
    }
    if (streamPos >= file.length) {
      return behindEnd();
    }
    int count = (int) Math.min(length, file.length - streamPos);
    System.arraycopy(file, (int) streamPos, target, offset, count);
    streamPos += count;
    return count;
  }

  private int behindEnd() throws IOException {
    readsBehindEnd++;
    if (readsBehindEnd > MAX_READS_BEHIND_END) {
      throw new IOException("its data ends before its last row");
    }
    return -1;
  }

  @Override
  public long length() {
    return file.length;
  }
}
