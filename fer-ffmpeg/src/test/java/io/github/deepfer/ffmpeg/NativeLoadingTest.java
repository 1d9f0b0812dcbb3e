package io.github.deepfer.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.deepfer.api.ProviderException;
import io.github.deepfer.fixtures.ChildJvm;
import io.github.deepfer.fixtures.ClassLoaders;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** FFmpeg is loaded whatever disturbs it, or says what does. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "starts the process with a shell")
class NativeLoadingTest {
  @TempDir Path folder;

  /** Prints how many frames a video has. */
  static final class Count {
    public static void main(String[] args) {
      System.out.println(Thread.currentThread().getName() + ": " + count(Path.of(args[0])));
    }

    static String count(Path file) {
      try {
        FFmpeg.load();
        boolean interrupted = Thread.interrupted();
        try (VideoReader reader = VideoReader.open(file)) {
          return Films.readAll(reader).size() + " frames" + (interrupted ? ", interrupted" : "");
        }
      } catch (ProviderException e) {
        return String.valueOf(e.getMessage());
      }
    }
  }

  /** Is interrupted in its first use, as by a time limit or a cancelled request. */
  static final class Interrupted {
    public static void main(String[] args) {
      Thread first =
          new Thread(() -> System.out.println("first: " + Count.count(Path.of(args[0]))), "first");
      first.start();
      first.interrupt();
      while (first.isAlive() && !Files.exists(Path.of(args[1]))) {
        Thread.onSpinWait();
      }
      Count.main(args);
    }
  }

  /** Loads FFmpeg in class loaders side by side. */
  static final class Loaders {
    public static void main(String[] args) throws Exception {
      ClassLoaders.runTwice(Count.class, args);
    }
  }

  private String video() throws Exception {
    return Films.resource("mirrored.mp4", folder).toString();
  }

  @Test
  void anInterruptDuringTheFirstUseNeitherBreaksNorSticks() throws Exception {
    Path cache = folder.resolve("cache");
    ChildJvm child =
        ChildJvm.run(
            ChildJvm.of(
                List.of("-Dorg.bytedeco.javacpp.cachedir=" + cache),
                Interrupted.class,
                video(),
                cache.toString()));
    assertThat(child.output()).contains("first: 30 frames, interrupted", "main: 30 frames");
  }

  /** JavaCPP loads FFmpeg for each of them; where it could not, the message tells the cure. */
  @Test
  void twoClassLoadersBothHaveItOrSayWhatHelps() throws Exception {
    ChildJvm child = ChildJvm.run(ChildJvm.of(List.of(), Loaders.class, video()));
    assertThat(child.output().lines()).hasSize(2);
    assertThat(child.output().lines().findFirst()).hasValue("main: 30 frames");
    assertThat(child.output().lines())
        .allMatch(
            line ->
                line.equals("main: 30 frames")
                    || (line.contains("another class loader of this process has loaded it")
                        && line.contains("docs/errors.md#two-class-loaders")));
  }

  @Test
  void runsNothingThatOthersCouldHavePutThere() throws Exception {
    Path temporary = Files.createDirectory(folder.resolve("tmp"));
    Path open =
        Files.createDirectories(
            temporary.resolve(".javacpp-" + System.getProperty("user.name")).resolve("cache"));
    Files.setAttribute(open, "unix:mode", 0777);
    Path file = Files.createFile(folder.resolve("file"));
    ChildJvm child =
        ChildJvm.run(
            ChildJvm.of(
                List.of("-Duser.home=" + file.resolve("home"), "-Djava.io.tmpdir=" + temporary),
                Count.class,
                video()));
    assertThat(child.output()).contains("30 frames");
    assertThat(open).isEmptyDirectory();
  }

  @Test
  void namesTheLibraryThatIsMissing() throws Exception {
    ChildJvm child =
        ChildJvm.run(
            ChildJvm.of(
                List.of("-Dorg.bytedeco.javacpp.platform=linux-riscv64"), Count.class, video()));
    assertThat(child.output())
        .contains("FFmpeg cannot be loaded", "Could not find jni", "ffmpeg-platform")
        .doesNotContain(": null");
  }
}
