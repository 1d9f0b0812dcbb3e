package io.github.deepfer.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.deepfer.api.Image;
import io.github.deepfer.api.ImageLimits;
import io.github.deepfer.api.ImageTooLargeException;
import io.github.deepfer.api.MediaException;
import io.github.deepfer.api.PixelFormat;
import io.github.deepfer.fixtures.ChildJvm;
import io.github.deepfer.fixtures.FastStart;
import io.github.deepfer.sample.SampleVideo;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.bytedeco.ffmpeg.avutil.LogCallback;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.BytePointer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What other users of FFmpeg in the same process would feel, and the system around it. */
class ProcessWideTest {
  private static final SampleVideo FILM = SampleVideo.of(320, 240);

  @TempDir Path folder;

  private Path damaged() throws Exception {
    byte[] whole = FastStart.of(Files.readAllBytes(video("whole.mp4")));
    Arrays.fill(whole, whole.length / 2, whole.length / 2 + 2000, (byte) 0);
    return Files.write(folder.resolve("damaged.mp4"), whole);
  }

  private Path video(String name) {
    return Films.mp4(folder.resolve(name), FILM, 100);
  }

  private static void read(Path file) {
    try (VideoReader reader = VideoReader.open(file)) {
      Films.readAll(reader);
    } catch (MediaException e) {
      // Damaged, as it is meant to be.
    }
  }

  /** FFmpeg has one log per process, which is the application's. */
  @Test
  void theLogStaysAsItIs() throws Exception {
    ChildJvm child =
        ChildJvm.run(
            ChildJvm.of(
                List.of(),
                Listening.class,
                damaged().toString(),
                folder.resolve("copy.mp4").toString()));
    assertThat(child.exitCode()).as(child.errors()).isZero();
    assertThat(child.output()).isEqualTo("level " + avutil.AV_LOG_VERBOSE + ", heard 1\n");
  }

  /** An application with a log of its own, which also uses FFmpeg otherwise. */
  static final class Listening {
    private static final AtomicInteger HEARD = new AtomicInteger();

    public static void main(String[] args) {
      LogCallback callback =
          new LogCallback() {
            @Override
            public void call(int level, BytePointer message) {
              HEARD.incrementAndGet();
            }
          };
      avutil.setLogCallback(callback);
      avutil.av_log_set_level(avutil.AV_LOG_VERBOSE);
      read(Path.of(args[0]));
      Films.mp4(Path.of(args[1]), FILM, 10);
      HEARD.set(0);
      avutil.av_log(null, avutil.AV_LOG_VERBOSE, "a message of somebody else");
      System.out.print("level " + avutil.av_log_get_level() + ", heard " + HEARD + "\n");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"mp4", "mpegts", "flv", "h264", "matroska"})
  void nothingIsPrinted(String container) throws Exception {
    byte[] whole =
        Files.readAllBytes(Films.remux(video("whole.mp4"), folder.resolve("whole"), container));
    Arrays.fill(whole, whole.length / 2, whole.length / 2 + 2000, (byte) 0);
    Path damaged = Files.write(folder.resolve("damaged"), whole);
    Path jpegs =
        Encoded.video(
            folder.resolve("jpegs.avi"),
            "mjpeg",
            3,
            encoder -> encoder.width(64).height(64).pix_fmt(avutil.av_get_pix_fmt("yuvj420p")),
            frame -> {});
    byte[] complete = FastStart.of(Files.readAllBytes(folder.resolve("whole.mp4")));
    byte[] part = Arrays.copyOf(complete, complete.length * 3 / 4);
    Path cutShort = Files.write(folder.resolve("cut-short.mp4"), part);
    ChildJvm child =
        ChildJvm.run(
            ChildJvm.of(
                List.of(),
                Printing.class,
                damaged.toString(),
                jpegs.toString(),
                cutShort.toString(),
                folder.resolve("copy.mp4").toString()));
    assertThat(child.exitCode()).isZero();
    assertThat(child.errors()).isEmpty();
    assertThat(child.output()).isEqualTo("level " + avutil.AV_LOG_INFO + "\n");
  }

  /** Reads and writes with FFmpeg's own log. */
  static final class Printing {
    public static void main(String[] args) {
      read(Path.of(args[0]));
      read(Path.of(args[1]));
      read(Path.of(args[2]));
      Films.mp4(Path.of(args[3]), FILM, 10);
      System.out.print("level " + avutil.av_log_get_level() + "\n");
    }
  }

  /** FLV and program streams name their streams late, after FFmpeg has begun to decode. */
  @ParameterizedTest
  @ValueSource(strings = {"mp4/mpeg4", "flv/flv", "mpg/mpeg2video", "ts/mpeg2video"})
  @EnabledOnOs(value = OS.LINUX, disabledReason = "reads the process's memory from /proc")
  void framesOverTheLimitAreNotDecodedToFindOut(String kind) throws Exception {
    String codec = kind.substring(kind.indexOf('/') + 1);
    Path file = folder.resolve("huge." + kind.substring(0, kind.indexOf('/')));
    Encoded.video(
        file,
        codec,
        1,
        encoder ->
            encoder
                .width(8000)
                .height(8000)
                .global_quality(31 * avutil.FF_QP2LAMBDA)
                .pix_fmt(avutil.AV_PIX_FMT_YUV420P),
        frame -> {});
    ChildJvm child = ChildJvm.run(ChildJvm.of(List.of("-Xmx64m"), Limited.class, file.toString()));
    assertThat(child.output()).contains("pixels", "raise ImageLimits.maxPixels");
    // One frame is 92 MiB and decoders keep several, beside some 60 MiB that opening takes.
    long kib = Long.parseLong(child.output().replaceAll("(?s).* ", "").strip());
    assertThat(kib).as("KiB more").isLessThan(110 * 1024);
  }

  /** Opens with a limit, and prints the message and how much memory that took. */
  static final class Limited {
    public static void main(String[] args) throws Exception {
      FFmpeg.load();
      long before = peakKib();
      try {
        VideoReader.open(Path.of(args[0]), new ImageLimits(100_000, 1 << 20)).close();
      } catch (MediaException | ImageTooLargeException e) {
        System.out.print(e.getMessage().substring(args[0].length() + 1));
      }
      System.out.print(" " + (peakKib() - before));
    }

    private static long peakKib() throws Exception {
      return Files.readAllLines(Path.of("/proc/self/status")).stream()
          .filter(line -> line.startsWith("VmHWM:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
          .findFirst()
          .orElseThrow();
    }
  }

  /** A file that may not grow stands for a full disk. */
  @Test
  @EnabledOnOs(value = OS.LINUX, disabledReason = "limits the size of files with a shell")
  void aDiskThatBecomesFullIsReportedAndLeavesWhatCanBePlayed() throws Exception {
    Path file = folder.resolve("video.mp4");
    ProcessBuilder filling = ChildJvm.of(List.of(), Filling.class, file.toString());
    filling.command().addAll(0, List.of("sh", "-c", "ulimit -f 1024; exec \"$@\"", "sh"));
    ChildJvm child = ChildJvm.run(filling);
    assertThat(child.exitCode()).as(child.errors()).isZero();
    String[] lines = child.output().split("\n", -1);
    assertThat(lines[0]).startsWith(file + " cannot be written").contains("room");
    assertThat(lines[1]).as("the next frame").isEqualTo(lines[0]);
    assertThat(Files.size(file)).isLessThanOrEqualTo(1024 * 1024);
    try (VideoReader reader = VideoReader.open(file)) {
      int frames = 0;
      try {
        while (reader.next() != null) {
          frames++;
        }
      } catch (MediaException e) {
        assertThat(e).hasMessageContaining("damaged");
      }
      assertThat(frames).isPositive();
    }
  }

  /** FFmpeg keeps 24 bytes for each sample of an MP4, of which the file need not have one. */
  @Test
  @EnabledOnOs(OS.LINUX)
  void aVideoThatClaimsFramesTakesTheMemoryThatTheApplicationAllows() throws Exception {
    Path claiming = folder.resolve("claiming.mp4");
    Files.write(claiming, claimingSamples(120_000_000));
    ChildJvm child =
        ChildJvm.run(
            ChildJvm.of(
                List.of("-Xmx64m"),
                Sparing.class,
                claiming.toString(),
                video("good.mp4").toString()));
    assertThat(child.exitCode()).as(child.errors()).isZero();
    assertThat(child.output()).contains("claiming.mp4 is no video", "memory");
    long peak = Long.parseLong(child.output().replaceAll("(?s).*VmHWM:\\s+(\\d+) kB.*", "$1"));
    assertThat(peak).as("kB").isLessThan(600_000);
  }

  /** A fragment whose samples are all alike needs no byte for each. */
  private static byte[] claimingSamples(int samples) throws IOException {
    byte[] file;
    try (InputStream in =
        Objects.requireNonNull(ProcessWideTest.class.getResourceAsStream("fragmented.mp4"))) {
      file = in.readAllBytes();
    }
    int box = new String(file, StandardCharsets.ISO_8859_1).indexOf("trun");
    ByteBuffer.wrap(file).putInt(box + 4, 0).putInt(box + 8, samples);
    return file;
  }

  /** An application that lets FFmpeg have 64 MiB in one piece. */
  static final class Sparing {
    public static void main(String[] args) throws IOException {
      VideoReader.limitAllocations(64 << 20);
      try (VideoReader reader = VideoReader.open(Path.of(args[0]))) {
        System.out.print("opened at " + reader.width() + "\n");
      } catch (MediaException e) {
        System.out.print(e.getMessage() + "\n");
      }
      try (VideoReader reader = VideoReader.open(Path.of(args[1]))) {
        assertThat(Films.readAll(reader)).hasSize(100);
      }
      System.out.print(Files.readString(Path.of("/proc/self/status")));
    }
  }

  @Test
  void aLimitThatNoFrameFitsIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> VideoReader.limitAllocations(1000))
        .withMessageContaining("1048576");
  }

  private static Image noise(int seed) {
    byte[] pixels = new byte[320 * 240 * 3];
    new Random(seed).nextBytes(pixels);
    return Image.wrap(pixels, 320, 240, PixelFormat.RGB);
  }

  /** Writes until it is told not to, twice, and closes. */
  static final class Filling {
    public static void main(String[] args) {
      int failures = 0;
      try (VideoWriter writer = VideoWriter.open(Path.of(args[0]), 320, 240, 25)) {
        for (int i = 0; failures < 2 && i < 5000; i++) {
          Duration time = Duration.ofMillis(40L * i);
          try {
            writer.write(noise(i), time);
          } catch (MediaException e) {
            failures++;
            System.out.print(e.getMessage() + "\n");
          }
        }
      }
    }
  }
}
