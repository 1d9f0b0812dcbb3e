package io.github.deepfer.api.internal.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.deepfer.api.batch.PictureSource;
import io.github.deepfer.api.internal.image.file.Malformed;
import io.github.deepfer.api.internal.image.file.PictureFile;
import io.github.deepfer.api.internal.image.jpeg.JpegFile;
import io.github.deepfer.api.spi.ImageHeader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PictureFileTest {
  private static final int WIDTH = 323;
  private static final int HEIGHT = 211;

  private static Map<String, byte[]> files() throws Exception {
    byte[] tiff = SampleFiles.tiff(ByteOrder.BIG_ENDIAN, 6);
    Map<String, byte[]> files = new LinkedHashMap<>();
    for (String format : new String[] {"jpg", "png", "gif", "bmp"}) {
      files.put(format, SampleFiles.imageIo(format, WIDTH, HEIGHT));
    }
    files.put("jpg with EXIF", SampleFiles.withExif(files.get("jpg"), tiff));
    files.put("png with EXIF", SampleFiles.withChunk(files.get("png"), "eXIf", tiff));
    files.put("webp extended", SampleFiles.extendedWebp(WIDTH, HEIGHT, tiff));
    files.put("webp lossless", SampleFiles.losslessWebp(WIDTH, HEIGHT));
    files.put("webp lossy", SampleFiles.lossyWebp(WIDTH, HEIGHT));
    return files;
  }

  static Stream<String> names() throws Exception {
    return files().keySet().stream();
  }

  /** Found by fuzzing: a codec that believes the claim takes gigabytes. */
  @Test
  void noChunkOfAPngClaimsMoreThanTheFileHolds() throws Exception {
    byte[] png =
        SampleFiles.withChunk(
            SampleFiles.imageIo("png", WIDTH, HEIGHT), "tEXt", SampleFiles.ascii("a\0b"));
    for (int claimed : new int[] {0x100_0000, 0x7FFF_FFFF, 0x9C27_0000}) {
      byte[] file = png.clone();
      ByteBuffer.wrap(file).putInt(33, claimed);
      assertThatThrownBy(() -> check(file))
          .isInstanceOf(Malformed.class)
          .hasMessageContaining("cut short");
    }
  }

  private static ImageHeader header(byte[] file) throws Malformed {
    return Format.open(file).header();
  }

  /** Looks through the whole file, where a decoder is not needed for it. */
  private static void check(byte[] file) throws Malformed {
    PictureFile picture = Format.open(file);
    ImageHeader header = picture.header();
    boolean large = (long) header.width() * header.height() > 1_000_000;
    if (large || header.width() < 1 || header.height() < 1) {
      return;
    }
    if (picture instanceof JpegFile jpeg) {
      jpeg.data();
    } else {
      picture.decode();
    }
  }

  @ParameterizedTest
  @MethodSource("names")
  void readsTheSize(String name) throws Exception {
    ImageHeader header = header(files().get(name));
    assertThat(header.width()).isEqualTo(WIDTH);
    assertThat(header.height()).isEqualTo(HEIGHT);
  }

  @ParameterizedTest
  @MethodSource("names")
  void aFileIsToldByItsStart(String name, @TempDir Path folder) throws Exception {
    Path half = folder.resolve("half");
    Files.write(half, Arrays.copyOf(files().get(name), 100));
    assertThat(PictureSource.isPicture(half)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "B",
        "BMW is a car",
        "RIFF\0\0\0\0AVI LIST",
        "GIF",
        "GIF89a is a format\tof 1989,\r\nwhich is not JPEG",
        "RIFF or,WEBP",
        "no picture"
      })
  void whatOnlyLooksLikeAPictureAtFirstIsTold(String start, @TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("other"), start);
    assertThat(PictureSource.isPicture(file)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"jpg with EXIF", "png with EXIF", "webp extended"})
  void readsTheOrientation(String name) throws Exception {
    assertThat(header(files().get(name)).orientation()).isEqualTo(6);
  }

  @ParameterizedTest
  @ValueSource(strings = {"jpg", "jpg with EXIF"})
  void truncatedJpegIsNeverAccepted(String name) throws Exception {
    byte[] whole = files().get(name);
    assertThat(whole.length).isGreaterThan(10_000);
    for (int length = 100; length < whole.length; length += 100) {
      assertCutShort(Arrays.copyOf(whole, length));
    }
    assertCutShort(Arrays.copyOf(whole, whole.length - 4));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "png",
        "png with EXIF",
        "gif",
        "bmp",
        "webp extended",
        "webp lossless",
        "webp lossy"
      })
  void truncatedFilesAreNeverAccepted(String name) throws Exception {
    byte[] whole = files().get(name);
    // A PNG's pixels end before the checksum of their chunk and the chunk that says so.
    int end = name.startsWith("png") ? whole.length - 16 : whole.length;
    for (int length = 30; length < end; length += Math.max(1, whole.length / 1000)) {
      assertCutShort(Arrays.copyOf(whole, length));
    }
  }

  private static void assertCutShort(byte[] file) {
    assertThatThrownBy(() -> check(file))
        .as("file of %s bytes", file.length)
        .isInstanceOf(Malformed.class)
        .hasMessageContaining("is cut short: its data ends after " + file.length + " bytes");
  }

  @ParameterizedTest
  @MethodSource("names")
  void damagedBytesGiveAPictureOrAMalformedFile(String name) throws Exception {
    byte[] whole = files().get(name);
    byte[] start = Arrays.copyOf(whole, Math.min(whole.length, 700));
    Random random = new Random(name.hashCode());
    for (int i = 0; i < 5_000; i++) {
      byte[] damaged = (i % 50 == 0 ? whole : start).clone();
      for (int n = random.nextInt(8); n >= 0; n--) {
        damaged[random.nextInt(Math.min(damaged.length, 700))] =
            (byte) (random.nextBoolean() ? random.nextInt() : -random.nextInt(2));
      }
      byte[] file =
          Arrays.copyOf(
              damaged, damaged.length - random.nextInt(2) * random.nextInt(damaged.length));
      try {
        check(file);
      } catch (Malformed expected) {
        assertThat(expected).hasMessageMatching("(?s)is .*");
      }
    }
  }

  @Test
  void anyShortFileIsMalformed() {
    Random random = new Random(7);
    for (int length = 1; length < 200; length++) {
      byte[] noise = new byte[length];
      random.nextBytes(noise);
      assertThatThrownBy(() -> header(noise))
          .isInstanceOf(Malformed.class)
          .hasMessageContaining("is not a picture that can be read");
    }
  }

  @Test
  void bmpRowsMayRunFromTheTop() throws Exception {
    byte[] bmp = files().get("bmp");
    bmp[22] = (byte) -HEIGHT;
    bmp[23] = bmp[24] = bmp[25] = (byte) 0xFF;
    assertThat(header(bmp).height()).isEqualTo(HEIGHT);
  }

  @Test
  void damagedExifLeavesThePictureUpright() throws Exception {
    byte[] jpeg = files().get("jpg");
    byte[] tiff = SampleFiles.tiff(ByteOrder.LITTLE_ENDIAN, 6);
    tiff[4] = (byte) 0xF0;
    tiff[7] = (byte) 0xF0;
    assertThat(header(SampleFiles.withExif(jpeg, tiff)).orientation()).isEqualTo(1);
    byte[] ninth = SampleFiles.tiff(ByteOrder.LITTLE_ENDIAN, 9);
    assertThat(header(SampleFiles.withExif(jpeg, ninth)).orientation()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({"1, 06000000", "3, 00060000", "4, 00000006"})
  void orientationMayBeANumberOfAnySize(int type, String value) throws Exception {
    byte[] tiff = SampleFiles.tiff(ByteOrder.BIG_ENDIAN, 1);
    tiff[25] = (byte) type;
    System.arraycopy(HexFormat.of().parseHex(value), 0, tiff, 30, 4);
    assertThat(header(SampleFiles.withExif(files().get("jpg"), tiff)).orientation()).isEqualTo(6);
  }

  @Test
  void webpExifMayCarryThePrefixOfJpeg() throws Exception {
    byte[] tiff = SampleFiles.tiff(ByteOrder.LITTLE_ENDIAN, 8);
    byte[] prefixed = new byte[tiff.length + 6];
    System.arraycopy(SampleFiles.ascii("Exif\0\0"), 0, prefixed, 0, 6);
    System.arraycopy(tiff, 0, prefixed, 6, tiff.length);
    assertThat(header(SampleFiles.extendedWebp(9, 9, prefixed)).orientation()).isEqualTo(8);
  }
}
