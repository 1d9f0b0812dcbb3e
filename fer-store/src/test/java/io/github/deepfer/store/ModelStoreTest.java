package io.github.deepfer.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.deepfer.api.ModelException;
import io.github.deepfer.store.FileServer.Asked;
import io.github.deepfer.store.Verification.Status;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What comes from a server that does as it should, and what happens to the file on disk. */
final class ModelStoreTest {
  static final byte[] FILE = randomBytes(100_000, 1);

  @TempDir private Path folder;

  static byte[] randomBytes(int count, int seed) {
    byte[] bytes = new byte[count];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  static KnownModel model(URI url) throws Exception {
    String sha256 = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(FILE));
    return new KnownModel("tiny", "tiny.onnx", "1", url, sha256, FILE.length, "MIT", "for tests");
  }

  private ModelStore.Builder store() {
    return ModelStore.builder().directory(folder);
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void followsNoLinkThatLiesWhereItWrites() throws Exception {
    Path victim = Files.writeString(folder.resolve("victim"), "precious");
    Path cache = Files.createDirectory(folder.resolve("cache"));
    try (FileServer server = FileServer.of(FILE)) {
      KnownModel model = model(server.url("a/tiny.onnx"));
      ModelStore store = store().directory(cache).build();
      Files.createSymbolicLink(cache.resolve("tiny.onnx.part"), victim);
      assertThat(store.pull(model, bytes -> {})).hasBinaryContent(FILE);
      assertThat(Files.isSymbolicLink(cache.resolve("tiny.onnx"))).isFalse();

      Files.delete(cache.resolve("tiny.onnx"));
      Files.delete(cache.resolve("tiny.onnx.lock"));
      Files.createSymbolicLink(cache.resolve("tiny.onnx.lock"), victim);
      assertThatThrownBy(() -> store.pull(model, bytes -> {}))
          .isInstanceOf(ModelException.class)
          .hasMessageContaining("cannot be stored");
    }
    assertThat(victim).hasContent("precious");
  }

  /** All its bytes are there already, so nothing would be written, only taken over. */
  @Test
  @DisabledOnOs(OS.WINDOWS)
  void takesNoFinishedFileThatIsALink() throws Exception {
    Path elsewhere = Files.write(folder.resolve("elsewhere"), FILE);
    Path cache = Files.createDirectory(folder.resolve("cache"));
    Files.createSymbolicLink(cache.resolve("tiny.onnx.part"), elsewhere);
    try (FileServer server = FileServer.of(FILE)) {
      Path file =
          store().directory(cache).build().pull(model(server.url("a/tiny.onnx")), bytes -> {});
      assertThat(Files.isSymbolicLink(file)).isFalse();
      assertThat(server.asked()).hasSize(1);
    }
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void makesADirectoryForItsUserOnly() throws Exception {
    try (FileServer server = FileServer.of(FILE)) {
      Path cache = folder.resolve("new/cache");
      store().directory(cache).build().pull(model(server.url("a/tiny.onnx")), bytes -> {});
      for (Path made : List.of(cache, cache.getParent())) {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(made)))
            .isEqualTo("rwx------");
      }
    }
  }

  @Test
  void fetchesAFileOnce() throws Exception {
    try (FileServer server = FileServer.of(FILE)) {
      KnownModel model = model(server.url("a/tiny.onnx"));
      ModelStore store = store().directory(folder.resolve("new/cache")).build();
      assertThat(store.find(model)).isEmpty();
      Path file = store.pull(model, bytes -> {});
      assertThat(file).isEqualTo(folder.resolve("new/cache/tiny.onnx")).hasBinaryContent(FILE);
      assertThat(store.find(model)).contains(file);
      assertThat(store.pull(model, bytes -> {})).isEqualTo(file);
      assertThat(server.asked()).containsExactly(new Asked("/a/tiny.onnx", null, null));
      assertThat(names(file.getParent())).containsExactly("tiny.onnx", "tiny.onnx.lock");
    }
  }

  @Test
  void showsTheFileOnlyWhenItIsComplete() throws Exception {
    try (FileServer server = FileServer.of(FILE)) {
      KnownModel model = model(server.url("tiny.onnx"));
      ModelStore store = store().build();
      List<Long> reported = new ArrayList<>();
      store.pull(
          model,
          bytes -> {
            reported.add(bytes);
            assertThat(store.find(model)).isEmpty();
          });
      assertThat(reported).isSorted().startsWith(0L).endsWith((long) FILE.length);
    }
  }

  @Test
  void replacesADamagedFile() throws Exception {
    try (FileServer server = FileServer.of(FILE)) {
      KnownModel model = model(server.url("tiny.onnx"));
      byte[] damaged = FILE.clone();
      damaged[FILE.length / 2] ^= 1;
      Path file = Files.write(folder.resolve("tiny.onnx"), damaged);
      assertThat(store().build().pull(model, bytes -> {})).isEqualTo(file).hasBinaryContent(FILE);
    }
  }

  @Test
  void verifiesByHash() throws Exception {
    KnownModel model = model(URI.create("http://localhost/tiny.onnx"));
    ModelStore store = store().build();
    assertThat(store.verify(model).status()).isEqualTo(Status.ABSENT);
    Path file = Files.write(folder.resolve("tiny.onnx"), FILE);
    assertThat(store.verify(model).status()).isEqualTo(Status.SOUND);
    byte[] damaged = FILE.clone();
    damaged[0] ^= 1;
    Files.write(file, damaged);
    assertThat(store.verify(model).status()).isEqualTo(Status.DAMAGED);
    assertThat(store.verify(model).detail()).contains(model.sha256());
    Files.write(file, Arrays.copyOf(FILE, 7));
    assertThat(store.verify(model).status()).isEqualTo(Status.DAMAGED);
    assertThat(store.verify(model).detail()).contains("7 bytes", "100000");
    Files.delete(file);
    Files.createDirectory(file);
    assertThat(store.verify(model).status()).isEqualTo(Status.DAMAGED);
  }

  @Test
  void asksTheMirrorForTheFileName() throws Exception {
    try (FileServer server = FileServer.of(FILE)) {
      KnownModel model = model(URI.create("http://127.0.0.1:1/publisher/file"));
      store().mirror(server.url("models/")).build().pull(model, bytes -> {});
      Files.delete(folder.resolve("tiny.onnx"));
      store().mirror(server.url("models")).build().pull(model, bytes -> {});
      assertThat(server.asked())
          .extracting(Asked::path)
          .containsExactly("/models/tiny.onnx", "/models/tiny.onnx");
    }
  }

  @Test
  void connectsToNothingOffline() throws Exception {
    try (FileServer server = FileServer.of(FILE)) {
      KnownModel model = model(server.url("tiny.onnx"));
      ModelStore offline = store().offline(true).build();
      assertThatThrownBy(() -> offline.pull(model, bytes -> {}))
          .isInstanceOf(ModelException.class)
          .hasMessageContainingAll("tiny", "offline", folder.toString());
      assertThat(server.asked()).isEmpty();
      Files.write(folder.resolve("tiny.onnx"), FILE);
      assertThat(offline.pull(model, bytes -> {})).hasBinaryContent(FILE);
    }
  }

  @Test
  void saysWhichDirectoryCannotBeMade() throws Exception {
    KnownModel model = model(URI.create("http://127.0.0.1:1/tiny.onnx"));
    Path file = Files.createFile(folder.resolve("file"));
    ModelStore store = store().directory(file.resolve("cache")).build();
    assertThatThrownBy(() -> store.pull(model, bytes -> {}))
        .isInstanceOf(ModelException.class)
        .hasMessageContainingAll(file.toString(), "-Dfer.cache", "FER_CACHE");
  }

  /** Whatever is written to a device such as /dev/full finds no space left. */
  @Test
  @EnabledOnOs(OS.LINUX)
  void saysThatTheDiskIsFull() throws Exception {
    try (FileServer server = FileServer.of(FILE)) {
      KnownModel model = model(server.url("tiny.onnx"));
      Path part = folder.resolve("tiny.onnx.part");
      Process mknod = new ProcessBuilder("mknod", part.toString(), "c", "1", "7").start();
      assumeTrue(mknod.waitFor() == 0, "only root can make a device");
      ModelStore store = store().build();
      assertThatThrownBy(() -> store.pull(model, bytes -> {}))
          .isInstanceOf(ModelException.class)
          .hasMessageContainingAll("No space left", "100000 bytes", folder.toString());
      assertThat(store.find(model)).isEmpty();
    }
  }

  @Test
  void endsWhenItsThreadIsInterrupted() throws Exception {
    try (FileServer server = FileServer.of(FILE)) {
      KnownModel model = model(server.url("tiny.onnx"));
      Thread.currentThread().interrupt();
      assertThatThrownBy(() -> store().build().pull(model, bytes -> {}))
          .isInstanceOf(ModelException.class)
          .hasMessageContaining("interrupted");
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @Test
  void refusesBadOptions() {
    ModelStore.Builder builder = ModelStore.builder();
    assertThatThrownBy(() -> builder.timeout(Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class);
    for (String address : List.of("ftp://localhost/", "models", "file:///models", "http:///a")) {
      assertThatThrownBy(() -> builder.mirror(URI.create(address)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(address);
    }
  }

  private static List<String> names(Path directory) throws Exception {
    try (var files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
