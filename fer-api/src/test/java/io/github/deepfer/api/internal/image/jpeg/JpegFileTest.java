package io.github.deepfer.api.internal.image.jpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.deepfer.api.internal.image.SampleFiles;
import io.github.deepfer.api.internal.image.file.ByteReader;
import io.github.deepfer.api.internal.image.file.Malformed;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever surrounds a picture, decoders get the same bytes. */
class JpegFileTest {
  private static byte[] clean(byte[] file) throws Malformed {
    return JpegFile.parse(new ByteReader(file)).data();
  }

  static List<byte[]> files() throws IOException {
    return List.of(sequential(), progressive());
  }

  private static byte[] sequential() throws IOException {
    return SampleFiles.imageIo("jpg", 61, 43);
  }

  private static byte[] progressive() throws IOException {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    try (ImageOutputStream out = ImageIO.createImageOutputStream(file)) {
      writer.setOutput(out);
      ImageWriteParam param = writer.getDefaultWriteParam();
      param.setProgressiveMode(ImageWriteParam.MODE_DEFAULT);
      writer.write(null, new IIOImage(SampleFiles.picture(61, 43), null, null), param);
    } finally {
      writer.dispose();
    }
    return file.toByteArray();
  }

  /** Where segments start, from the first to the end marker. */
  private static List<Integer> segments(byte[] jpeg) {
    List<Integer> starts = new ArrayList<>();
    int at = 2;
    while ((jpeg[at + 1] & 0xFF) != 0xD9) {
      starts.add(at);
      boolean scan = (jpeg[at + 1] & 0xFF) == 0xDA;
      at += 2 + ((jpeg[at + 2] & 0xFF) << 8 | (jpeg[at + 3] & 0xFF));
      while (scan && !(jpeg[at] == (byte) 0xFF && jpeg[at + 1] != 0)) {
        at++;
      }
    }
    starts.add(at);
    return starts;
  }

  private static byte[] insert(byte[] file, int at, int... inserted) {
    byte[] result = new byte[file.length + inserted.length];
    System.arraycopy(file, 0, result, 0, at);
    for (int i = 0; i < inserted.length; i++) {
      result[at + i] = (byte) inserted[i];
    }
    System.arraycopy(file, at, result, at + inserted.length, file.length - at);
    return result;
  }

  @ParameterizedTest
  @MethodSource("files")
  void cleaningKeepsThePicture(byte[] file) throws Exception {
    byte[] clean = clean(file);
    assertThat(clean(clean)).isEqualTo(clean);
    assertThat(pixels(clean)).isEqualTo(pixels(file));
  }

  private static int[] pixels(byte[] file) throws IOException {
    return ImageIO.read(new ByteArrayInputStream(file)).getRGB(0, 0, 61, 43, null, 0, 61);
  }

  /** Zeros, fill bytes, a restart marker and stuffing are what cameras leave there. */
  @ParameterizedTest
  @MethodSource("files")
  void whatStandsBetweenSegmentsIsSkipped(byte[] file) throws Exception {
    byte[] expected = clean(file);
    for (int start : segments(file).subList(1, segments(file).size())) {
      for (int[] junk :
          new int[][] {{0}, {1, 2, 3, 4}, {0xFF}, {0xFF, 0xFF, 0xFF}, {0xFF, 0xD0}, {9, 0xFF, 0}}) {
        assertThat(clean(insert(file, start, junk)))
            .as("%s at %s", Arrays.toString(junk), start)
            .isEqualTo(expected);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("files")
  void theEndMayBeMissingOrFollowedByAnything(byte[] file) throws Exception {
    byte[] expected = clean(file);
    assertThat(clean(Arrays.copyOf(file, file.length - 1))).isEqualTo(expected);
    assertThat(clean(Arrays.copyOf(file, file.length - 2))).isEqualTo(expected);
    assertThat(clean(insert(file, file.length, 0, 1, 2, 0xFF, 0xD8, 0xFF, 0xE0)))
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @MethodSource("files")
  void metadataAndProfilesAreLeftOut(byte[] file) throws Exception {
    byte[] expected = clean(file);
    for (int marker : new int[] {0xE1, 0xE2, 0xED, 0xFE}) {
      assertThat(clean(insert(file, 2, 0xFF, marker, 0, 6, 1, 2, 3, 4))).isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @MethodSource("files")
  void aTornPictureIsRefused(byte[] file) throws Exception {
    int scan = segments(file).get(segments(file).size() - 2);
    int end = file.length - 2;
    for (int cut = scan + 14; cut < end - 1; cut += 7) {
      byte[] open = Arrays.copyOf(file, cut);
      assertMalformed(open, "is cut short");
      assertMalformed(insert(open, cut, 0xFF, 0xD9), "is (cut short|damaged)");
    }
  }

  /**
   * All scans but the last are there, or all but some: decoders take that for a blurred picture.
   */
  @Test
  void aPictureThatEndsBetweenScansIsRefused() throws Exception {
    byte[] file = progressive();
    List<Integer> starts = segments(file);
    for (int start : starts.subList(0, starts.size() - 1)) {
      assertMalformed(Arrays.copyOf(file, start), "is (cut short|damaged)");
    }
  }

  /** What a download that was never finished leaves in a file of the right size. */
  @ParameterizedTest
  @MethodSource("files")
  void aTornPictureThatIsFilledUpWithZerosIsRefused(byte[] file) {
    int scan = segments(file).stream().filter(at -> file[at + 1] == (byte) 0xDA).findFirst().get();
    for (int cut = scan; cut < file.length - 16; cut++) {
      byte[] torn = Arrays.copyOf(Arrays.copyOf(file, cut), file.length);
      assertMalformed(torn, "is (cut short|damaged)");
    }
  }

  @ParameterizedTest
  @MethodSource("files")
  void aMarkerThatMeansNothingIsRefused(byte[] file) {
    List<Integer> starts = segments(file);
    for (int start : starts.subList(0, starts.size() - 1)) {
      byte[] other = file.clone();
      other[start + 1] = 0x44;
      assertMalformed(other, "is damaged: it has a marker that means nothing, FF44");
    }
  }

  private static void assertMalformed(byte[] file, String message) {
    assertThatThrownBy(() -> clean(file))
        .isInstanceOf(Malformed.class)
        .hasMessageMatching("(?s)" + message + ".*");
  }

  /** The second one would be behind the check of the size; what decoders take is the first. */
  @Test
  void theFirstFrameHeaderCountsAndASecondIsRefused() throws Exception {
    byte[] file = sequential();
    int frame = segments(file).stream().filter(at -> file[at + 1] == (byte) 0xC0).findAny().get();
    byte[] header = Arrays.copyOfRange(file, frame, frame + 19);
    int[] second = new int[header.length];
    for (int i = 0; i < second.length; i++) {
      second[i] = header[i] & 0xFF;
    }
    second[5] = second[7] = 0x7F;
    assertMalformed(insert(file, frame + 19, second), "is damaged: it has two frame headers");
    // Behind the picture it is none of it.
    assertThat(clean(insert(file, file.length - 2, second))).isEqualTo(clean(file));
    assertThat(
            JpegFile.parse(new ByteReader(insert(file, file.length - 2, second))).header().width())
        .isEqualTo(61);
  }

  /** ImageIO writes the standard ones; frames of Motion JPEG have none. */
  @Test
  void huffmanTablesThatAreMissingAreTheStandardOnes() throws Exception {
    byte[] file = sequential();
    ByteArrayOutputStream without = new ByteArrayOutputStream();
    List<Integer> starts = segments(file);
    without.write(file, 0, 2);
    for (int i = 0; i < starts.size(); i++) {
      int start = starts.get(i);
      int end = i + 1 < starts.size() ? starts.get(i + 1) : file.length;
      if (file[start + 1] != (byte) 0xC4) {
        without.write(file, start, end - start);
      }
    }
    assertThat(without.size()).isLessThan(file.length - 400);
    byte[] clean = clean(without.toByteArray());
    assertThat(clean(clean)).isEqualTo(clean);
    assertThat(pixels(clean)).isEqualTo(pixels(file));
  }

  /** One Huffman code of one bit, for nothing; each scan takes a bit per block. */
  private static byte[] scans(int count, boolean valid) {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    put(file, 0xFF, 0xD8, 0xFF, 0xC2, 0, 11, 8, 0, 8, 0, 8, 1, 1, 0x11, 0);
    for (int table : new int[] {0, 0x10}) {
      put(file, 0xFF, 0xC4, 0, 20, table, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
    }
    put(file, 0xFF, 0xDA, 0, 8, 1, 1, 0, 0, 0, 0, 0x7F);
    for (int i = 1; i < count; i++) {
      // Valid ones are of one coefficient each, as far as there are, then of one bit more each.
      int coefficient = valid ? 1 + (i - 1) % 63 : 1;
      int bit = 13 - (i - 1) / 63;
      int approximation = !valid ? 0 : i <= 63 ? 13 : (bit + 1) << 4 | bit;
      put(file, 0xFF, 0xDA, 0, 8, 1, 1, 0, coefficient, coefficient, approximation, 0x7F);
    }
    put(file, 0xFF, 0xD9);
    return file.toByteArray();
  }

  private static void put(ByteArrayOutputStream file, int... bytes) {
    for (int value : bytes) {
      file.write(value);
    }
  }

  @Test
  void aHundredScansAreEnough() throws Exception {
    assertThat(clean(scans(100, true))).isNotEmpty();
    assertMalformed(scans(101, true), "is a JPEG of more than 100 scans");
    assertMalformed(scans(3, false), "is damaged: its scans contradict each other");
  }

  @ParameterizedTest
  @ValueSource(ints = {0xC3, 0xC5, 0xC9, 0xCA, 0xCB})
  void kindsThatHardlyAnyProgramReadsAreNamed(int marker) throws Exception {
    byte[] file = sequential();
    int frame = segments(file).stream().filter(at -> file[at + 1] == (byte) 0xC0).findAny().get();
    file[frame + 1] = (byte) marker;
    assertMalformed(file, "is a JPEG of a kind that hardly any program reads");
  }

  @Test
  void twelveBitsAreNamed() throws Exception {
    byte[] file = sequential();
    int frame = segments(file).stream().filter(at -> file[at + 1] == (byte) 0xC0).findAny().get();
    file[frame + 4] = 12;
    assertMalformed(file, "is a JPEG of 12 bits");
  }
}
