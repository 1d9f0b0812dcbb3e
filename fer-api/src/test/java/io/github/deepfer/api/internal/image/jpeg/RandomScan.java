package io.github.deepfer.api.internal.image.jpeg;

import io.github.deepfer.api.internal.image.file.ByteReader;
import io.github.deepfer.api.internal.image.file.Malformed;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The data of a sequential scan as an encoder writes it (ITU-T T.81, F.1.2), of random codes up to
 * 16 bits and coefficients up to 15.
 */
final class RandomScan {
  private static final int MAX_LENGTH = 16;

  /** A symbol and its code. */
  private record Code(int symbol, int length, int bits) {}

  private final Random random;
  private final HuffmanTable[] tables = new HuffmanTable[8];
  private final List<Code> dc;
  private final List<Code> ac;
  private final ByteArrayOutputStream data = new ByteArrayOutputStream();
  private int unfinished = 1;

  RandomScan(long seed) throws Malformed {
    random = new Random(seed);
    dc = codes(0, 16, 0, 256);
    ac = codes(0x10, 1 + random.nextInt(256), 0, 256);
  }

  private RandomScan(Random random) throws Malformed {
    this.random = random;
    dc = codes(0, 16, 0, 16);
    ac = codes(0x10, 15, 1, 16);
  }

  /** No coefficient is zero, so that each block has 64 codes. */
  static RandomScan ofLongBlocks(long seed) throws Malformed {
    return new RandomScan(new Random(seed));
  }

  private List<Code> codes(int kind, int most, int from, int to) throws Malformed {
    List<Integer> symbols = IntStream.range(from, to).boxed().collect(Collectors.toList());
    Collections.shuffle(symbols, random);
    Code[] codes = new Code[most];
    byte[] segment = new byte[1 + MAX_LENGTH + most];
    segment[0] = (byte) kind;
    int count = 0;
    int bits = 0;
    for (int length = 1; length <= MAX_LENGTH; length++) {
      bits <<= 1;
      int free = (1 << length) - bits - 1;
      int room = Math.min(free, most - count);
      int ofLength = length == MAX_LENGTH ? room : random.nextInt(room + 1);
      segment[length] = (byte) ofLength;
      for (int i = 0; i < ofLength; i++) {
        segment[1 + MAX_LENGTH + count] = symbols.get(count).byteValue();
        codes[count] = new Code(symbols.get(count), length, bits++);
        count++;
      }
    }
    HuffmanTable.readAll(new ByteReader(segment), 0, 1 + MAX_LENGTH + count, tables);
    return Arrays.asList(codes).subList(0, count);
  }

  /** Appends blocks; the last byte is filled up with ones. */
  void blocks(int count) {
    for (int i = 0; i < count; i++) {
      put(dc, any(dc));
      int passed = 1;
      int codes = random.nextInt(random.nextBoolean() ? 64 : 8);
      while (passed < 64) {
        Code code = codes-- > 0 ? any(ac) : end();
        put(ac, code);
        int run = code.symbol >> 4;
        boolean isEnd = (code.symbol & 15) == 0 && run < 15;
        passed = isEnd ? 64 : passed + run + 1;
      }
    }
    while (unfinished > 1) {
      put(1, 1);
    }
  }

  private Code any(List<Code> codes) {
    return codes.get(random.nextInt(codes.size()));
  }

  /** The end of a block, if it has a code. */
  private Code end() {
    return ac.stream().filter(code -> code.symbol == 0).findAny().orElseGet(() -> any(ac));
  }

  private void put(List<Code> codes, Code code) {
    put(code.bits, code.length);
    // All ones makes bytes of FF.
    put(random.nextInt(4) == 0 ? -1 : random.nextInt(), code.symbol & 15);
  }

  private void put(int bits, int count) {
    for (int i = count - 1; i >= 0; i--) {
      unfinished = unfinished << 1 | (bits >>> i & 1);
      if (unfinished > 0xFF) {
        data.write(unfinished);
        if (unfinished == 0x1FF) {
          data.write(0);
        }
        unfinished = 1;
      }
    }
  }

  byte[] data() {
    return data.toByteArray();
  }

  /** The header of a scan of so many blocks in a row. */
  JpegScan header(int blocks) {
    int[] one = {1};
    JpegFrame frame = new JpegFrame(false, 8 * blocks, 8, one, one, one);
    HuffmanTable[] dcTables = {tables[0]};
    HuffmanTable[] acTables = {tables[4]};
    return new JpegScan(frame, new int[] {0}, dcTables, acTables, 0, 63, false);
  }
}
