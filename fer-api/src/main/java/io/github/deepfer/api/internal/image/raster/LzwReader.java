package io.github.deepfer.api.internal.image.raster;

import io.github.deepfer.api.internal.image.file.ByteReader;
import io.github.deepfer.api.internal.image.file.Malformed;

/** GIF's variant of LZW (GIF89a, appendix F): codes in sub-blocks to indices of colours. */
final class LzwReader {
  private static final int MAX_BITS = 12;
  private static final int CODES = 1 << MAX_BITS;

  private final ByteReader bytes;
  private int at;
  private int blockLeft;
  private int buffer;
  private int buffered;

  private final int clear;
  private final int end;
  private final int firstBits;
  private int bits;
  private int known;
  private int previous = -1;

  /** A code stands for what another one does and one index more. */
  private final short[] prefix = new short[CODES];

  private final byte[] suffix = new byte[CODES];

  /** Indices that are decoded but not yet taken, last first. */
  private final byte[] stack = new byte[CODES + 1];

  private int stacked;

  LzwReader(ByteReader bytes, int start) throws Malformed {
    this.bytes = bytes;
    int indexBits = bytes.u8(start);
    if (indexBits < 1 || indexBits > 8) {
      throw Malformed.damaged("its GIF data begins with a code size of " + indexBits);
    }
    at = start + 1;
    clear = 1 << indexBits;
    end = clear + 1;
    firstBits = indexBits + 1;
    for (int i = 0; i < clear; i++) {
      suffix[i] = (byte) i;
    }
    reset();
  }

  private void reset() {
    bits = firstBits;
    known = end + 1;
    previous = -1;
  }

  int next() throws Malformed {
    while (stacked == 0) {
      decode(code());
    }
    return stack[--stacked] & 0xFF;
  }

  private void decode(int code) throws Malformed {
    if (code == clear) {
      reset();
      return;
    }
    if (code == end) {
      throw Malformed.damaged("its data ends before its last row");
    }
    // The code that is about to be defined stands for the previous one and its own first index.
    if (code > known || (code >= known && previous < 0) || (previous < 0 && code > end)) {
      throw Malformed.damaged("its compressed data makes no sense (code " + code + ")");
    }
    boolean isNew = code == known;
    if (isNew) {
      stacked++;
    }
    for (int c = isNew ? previous : code; ; c = prefix[c]) {
      stack[stacked++] = suffix[c];
      if (c < clear) {
        break;
      }
    }
    byte first = stack[stacked - 1];
    if (isNew) {
      stack[0] = first;
    }
    if (previous >= 0 && known < CODES) {
      prefix[known] = (short) previous;
      suffix[known] = first;
      known++;
      if (known == 1 << bits && bits < MAX_BITS) {
        bits++;
      }
    }
    previous = code;
  }

  private int code() throws Malformed {
    while (buffered < bits) {
      if (blockLeft == 0) {
        blockLeft = bytes.u8(at++);
        if (blockLeft == 0) {
          throw Malformed.damaged("its data ends before its last row");
        }
      }
      buffer |= bytes.u8(at++) << buffered;
      buffered += 8;
      blockLeft--;
    }
    int code = buffer & (1 << bits) - 1;
    buffer >>>= bits;
    buffered -= bits;
    return code;
  }
}
