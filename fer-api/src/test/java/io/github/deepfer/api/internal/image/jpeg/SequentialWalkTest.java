package io.github.deepfer.api.internal.image.jpeg;

import static io.github.deepfer.api.internal.image.jpeg.SequentialWalk.UNSOUND;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.deepfer.api.internal.image.file.ByteReader;
import io.github.deepfer.api.internal.image.file.Malformed;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SequentialWalkTest {
  private static final int SCANS = 400;
  private static final byte[] END = {(byte) 0xFF, (byte) 0xD9};

  private static int walk(byte[] file, int start, JpegScan scan, int blocks) {
    return new SequentialWalk(file, scan).read(start, blocks);
  }

  private static byte[] concat(byte[]... parts) {
    int length = Arrays.stream(parts).mapToInt(part -> part.length).sum();
    byte[] whole = new byte[length];
    int at = 0;
    for (byte[] part : parts) {
      System.arraycopy(part, 0, whole, at, part.length);
      at += part.length;
    }
    return whole;
  }

  /**
   * Wherever it starts and whatever follows: FF comes at every place of a reading of eight bytes.
   */
  @Test
  void soundDataIsFollowedToItsEnd() throws Exception {
    for (int seed = 0; seed < SCANS; seed++) {
      int blocks = 1 + seed % 40;
      RandomScan scan = new RandomScan(seed);
      scan.blocks(blocks);
      byte[] data = scan.data();
      byte[] before = new byte[seed % 9];
      byte[] file = concat(before, data);
      int end = file.length;
      JpegScan header = scan.header(blocks);
      for (byte[] behind : new byte[][] {{}, END, {(byte) 0xFF}, {0}, {1, 2, 3, 4}, new byte[99]}) {
        assertThat(walk(concat(file, behind), before.length, header, blocks))
            .as("scan %s with %s behind it", seed, Arrays.toString(behind))
            .isEqualTo(end);
      }
    }
  }

  @Test
  void dataThatIsCutShortAnywhereIsUnsound() throws Exception {
    for (int seed = 0; seed < 50; seed++) {
      int blocks = 1 + seed % 5;
      RandomScan scan = new RandomScan(seed);
      scan.blocks(blocks);
      byte[] data = scan.data();
      JpegScan header = scan.header(blocks);
      for (int cut = 0; cut < data.length; cut++) {
        byte[] torn = Arrays.copyOf(data, cut);
        assertThat(walk(torn, 0, header, blocks)).isEqualTo(UNSOUND);
        assertThat(walk(concat(torn, END), 0, header, blocks)).isEqualTo(UNSOUND);
        assertThat(walk(concat(torn, END, data), 0, header, blocks)).isEqualTo(UNSOUND);
      }
    }
  }

  /** The window is moved in the middle of codes, stuffed bytes and bits that were read ahead. */
  @Test
  void longDataIsFollowedToItsEnd() throws Exception {
    for (int seed = 0; seed < 20; seed++) {
      int blocks = 4000;
      RandomScan scan = seed < 10 ? new RandomScan(seed) : RandomScan.ofLongBlocks(seed);
      scan.blocks(blocks);
      byte[] data = scan.data();
      JpegScan header = scan.header(blocks);
      assertThat(walk(concat(data, END), 0, header, blocks)).isEqualTo(data.length);
      byte[] torn = Arrays.copyOf(data, data.length - 1);
      assertThat(walk(torn, 0, header, blocks)).isEqualTo(UNSOUND);
    }
  }

  /** One walk for all of them, as between restart markers. */
  @Test
  void intervalsFollowEachOther() throws Exception {
    RandomScan scan = new RandomScan(1);
    int[] ends = new int[100];
    for (int blocks = 1; blocks < ends.length; blocks++) {
      scan.blocks(blocks);
      ends[blocks] = scan.data().length;
    }
    SequentialWalk walk = new SequentialWalk(scan.data(), scan.header(1));
    for (int blocks = 1; blocks < ends.length; blocks++) {
      assertThat(walk.read(ends[blocks - 1], blocks)).isEqualTo(ends[blocks]);
    }
  }

  /** The other way of reading finds the same end or an error, in bytes that mean nothing. */
  @Test
  void whatIsUnsoundIsWhatTheOtherReadingRefuses() throws Exception {
    Random random = new Random(1);
    int sound = 0;
    for (int seed = 0; seed < 10 * SCANS; seed++) {
      byte[] data = new byte[1 + random.nextInt(400)];
      random.nextBytes(data);
      for (int i = random.nextInt(20); i > 0; i--) {
        data[random.nextInt(data.length)] = (byte) (random.nextBoolean() ? 0xFF : 0);
      }
      int blocks = 1 + random.nextInt(6);
      JpegScan header = new RandomScan(seed).header(blocks);
      int expected;
      try {
        expected = new JpegBlocks(header.frame(), new ByteReader(data)).read(header, 0, 0, blocks);
        sound++;
      } catch (Malformed e) {
        expected = UNSOUND;
      }
      assertThat(walk(data, 0, header, blocks)).as("scan %s", seed).isEqualTo(expected);
    }
    assertThat(sound).isBetween(SCANS, 9 * SCANS);
  }
}
