package io.github.deepfer.onnx.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.condition.OS.LINUX;

import io.github.deepfer.fixtures.ChildJvm;
import io.github.deepfer.fixtures.ClassLoaders;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.io.TempDir;

/** Natives are loaded once per process, so each test has processes of its own. */
@EnabledOnOs(LINUX)
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class NativeLibraryTest {
  private static final String LIBRARY = "libonnxruntime.so";
  private static final String LEFT_BY_ONNX_RUNTIME = "onnxruntime-java";

  @TempDir Path folder;
  private Path cache;
  private Path temp;

  @BeforeEach
  void makeDirectories() throws IOException {
    cache = folder.resolve("cache");
    temp = Files.createDirectory(folder.resolve("tmp"));
  }

  /** Loads ONNX Runtime, says from where, and waits to be told to end, or killed. */
  static final class Load {
    public static void main(String[] args) throws IOException {
      try {
        System.out.println("version " + NativeLibrary.environment().getVersion());
      } catch (RuntimeException e) {
        System.out.println("failed: " + e.getMessage());
      }
      System.out.println("property " + System.getProperty("onnxruntime.native.path"));
      Files.readAllLines(Path.of("/proc/self/maps")).stream()
          .filter(line -> line.endsWith(LIBRARY))
          .map(line -> "from " + line.substring(line.indexOf('/')))
          .distinct()
          .forEach(System.out::println);
      System.out.println("ready");
      while (System.in.read() >= 0) {
        // What keeps it alive is the open stream.
      }
    }
  }

  /** Interrupts its first use all the time, as time limits and cancelled requests do. */
  static final class Interrupted {
    public static void main(String[] args) throws Exception {
      Thread first = new Thread(() -> load("first"));
      first.start();
      while (first.isAlive()) {
        first.interrupt();
        Thread.onSpinWait();
      }
      load("second");
      System.out.println("ready");
    }

    private static void load(String name) {
      try {
        String version = NativeLibrary.environment().getVersion();
        boolean interrupted = Thread.currentThread().isInterrupted();
        System.out.println(name + " has " + version + ", interrupted " + interrupted);
      } catch (RuntimeException | LinkageError e) {
        System.out.println(name + " failed: " + e);
      }
    }
  }

  /** Loads it in class loaders side by side. */
  static final class Loaders {
    public static void main(String[] args) throws Exception {
      ClassLoaders.runTwice(Load.class);
    }
  }

  @Test
  void unpacksOnceForAllProcessesAndLeavesNothingBehind() throws Exception {
    assertThat(run(Load.class)).contains("version 1.", "property null", "from " + cache);
    Path library = unpacked();
    FileTime before = Files.getLastModifiedTime(library);
    assertThat(run(Load.class)).contains("version 1.", "from " + library);
    assertThat(Files.getLastModifiedTime(library)).isEqualTo(before);
    assertThat(temp).isEmptyDirectory();
    assertThat(library.getParent().getParent()).isDirectoryNotContaining("glob:**unfinished*");
  }

  @Test
  void processesThatUnpackAtOnceDoNotDisturbEachOther() throws Exception {
    List<Process> processes = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      processes.add(start(List.of(), Load.class));
    }
    for (Process process : processes) {
      assertThat(end(process)).contains("version 1.");
    }
    assertThat(unpacked().getParent().getParent()).isDirectoryNotContaining("glob:**unfinished*");
    assertThat(temp).isEmptyDirectory();
  }

  @Test
  void unpacksAnewWhatIsDamaged() throws Exception {
    run(Load.class);
    Path library = unpacked();
    byte[] whole = Files.readAllBytes(library);
    byte[] damaged = whole.clone();
    damaged[damaged.length / 2] ^= 1;
    Files.write(library, damaged);
    assertThat(run(Load.class)).contains("version 1.", "from " + library);
    assertThat(library).hasBinaryContent(whole);
  }

  @Test
  void runsNothingThatOthersCouldHavePutThere() throws Exception {
    run(Load.class);
    Path library = unpacked();
    Files.setAttribute(library.getParent(), "unix:mode", 0777);
    assertThat(run(Load.class))
        .contains("version 1.", "from " + temp.resolve("deepfer-onnxruntime-"));
    assertThat(temp).isEmptyDirectory();
  }

  @Test
  void doesWithoutACacheThatCanBeWritten() throws Exception {
    Files.createFile(cache);
    assertThat(run(Load.class))
        .contains("version 1.", "from " + temp.resolve("deepfer-onnxruntime-"));
    assertThat(temp).isEmptyDirectory();
  }

  @Test
  void usesACacheThatCanOnlyBeRead() throws Exception {
    run(Load.class);
    Path library = unpacked();
    try (Stream<Path> tree = Files.walk(cache)) {
      for (Path path : (Iterable<Path>) tree::iterator) {
        Files.setAttribute(path, "unix:mode", 0500);
      }
    }
    assertThat(run(Load.class)).contains("version 1.", "from " + library);
  }

  @Test
  void cleansUpAfterProcessesThatWereKilled() throws Exception {
    Files.createFile(cache);
    Process killed = start(List.of(), Load.class);
    awaitReady(killed);
    killed.destroyForcibly().waitFor();
    List<Path> left = list(temp);
    assertThat(left).hasSize(2);
    for (Path path : left) {
      Files.setLastModifiedTime(path, FileTime.from(Instant.now().minusSeconds(4000)));
    }
    assertThat(run(Load.class)).contains("version 1.");
    assertThat(temp).isEmptyDirectory();
  }

  @Test
  void leavesTheDirectoryOfAnotherProgramAlone() throws Exception {
    Path used = Files.createDirectory(temp.resolve(LEFT_BY_ONNX_RUNTIME + "1"));
    Files.createFile(used.resolve(LIBRARY));
    Path fresh = Files.createDirectory(temp.resolve(LEFT_BY_ONNX_RUNTIME + "2"));
    Files.setLastModifiedTime(used, FileTime.from(Instant.now().minusSeconds(4000)));
    run(Load.class);
    assertThat(list(temp)).containsExactlyInAnyOrder(used, fresh);
  }

  @Test
  void anInterruptDuringTheFirstUseNeitherBreaksNorSticks() throws Exception {
    assertThat(run(Interrupted.class))
        .containsPattern("first has 1[.].*, interrupted true")
        .containsPattern("second has 1[.].*, interrupted false");
  }

  @Test
  void aSecondClassLoaderGetsACopyOfItsOwn() throws Exception {
    assertThat(run(Loaders.class))
        .containsSubsequence("version 1.", "version 1.")
        .contains("from " + unpacked(), "from " + temp.resolve("deepfer-onnxruntime-"));
    assertThat(temp).isEmptyDirectory();
  }

  @Test
  void aSecondClassLoaderIsToldWhereTheUserNamedTheFiles() throws Exception {
    run(Load.class);
    Path named = unpacked().getParent();
    assertThat(end(start(List.of("-Donnxruntime.native.path=" + named), Loaders.class)))
        .contains("version 1.", "failed: ONNX Runtime cannot be loaded on")
        .contains("another class loader of this process has loaded it")
        .contains("leave the system property onnxruntime.native.path unset");
  }

  private Path unpacked() throws IOException {
    List<Path> directories =
        list(cache.resolve("natives")).stream().filter(Files::isDirectory).toList();
    assertThat(directories).hasSize(1);
    return directories.get(0).resolve(LIBRARY);
  }

  private static List<Path> list(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.toList();
    }
  }

  private String run(Class<?> main) throws IOException, InterruptedException {
    return end(start(List.of(), main));
  }

  private Process start(List<String> options, Class<?> main) throws IOException {
    List<String> all = new ArrayList<>(options);
    all.add("-Dfer.cache=" + cache);
    all.add("-Djava.io.tmpdir=" + temp);
    return ChildJvm.of(all, main).redirectErrorStream(true).start();
  }

  private static void awaitReady(Process process) throws IOException {
    String line = process.inputReader(StandardCharsets.UTF_8).readLine();
    while (line != null && !line.equals("ready")) {
      line = process.inputReader(StandardCharsets.UTF_8).readLine();
    }
    assertThat(line).isEqualTo("ready");
  }

  private static String end(Process process) throws IOException, InterruptedException {
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output;
  }
}
