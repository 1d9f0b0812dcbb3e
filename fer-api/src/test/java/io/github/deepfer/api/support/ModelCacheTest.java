package io.github.deepfer.api.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ModelCacheTest {
  private static final Path HOME = Path.of("home").toAbsolutePath();

  private final Map<String, String> properties = new HashMap<>(Map.of("user.home", "" + HOME));
  private final Map<String, String> environment = new HashMap<>();

  @Test
  void liesBelowTheHomeDirectory() {
    assertThat(directory(false)).isEqualTo(HOME.resolve(".cache/deepfer"));
    assertThat(directory(true)).isEqualTo(HOME.resolve(".cache/deepfer"));
  }

  /** Java 17 says "?" of a user without an entry in the system's list. */
  @Test
  void liesNotBelowTheCurrentDirectoryIfNoHomeIsKnown() {
    properties.put("user.home", "?");
    environment.put("HOME", HOME.toString());
    assertThat(directory(false)).isEqualTo(HOME.resolve(".cache/deepfer"));
    environment.remove("HOME");
    assertThat(directory(false)).isEqualTo(HOME.getRoot().resolve(".cache/deepfer"));
    properties.remove("user.home");
    assertThat(directory(false)).isEqualTo(HOME.getRoot().resolve(".cache/deepfer"));
  }

  @Test
  void liesWhereTheSystemKeepsCaches() {
    Path xdg = Path.of("xdg").toAbsolutePath();
    Path local = Path.of("local").toAbsolutePath();
    environment.putAll(Map.of("XDG_CACHE_HOME", "" + xdg, "LOCALAPPDATA", "" + local));
    assertThat(directory(false)).isEqualTo(xdg.resolve("deepfer"));
    assertThat(directory(true)).isEqualTo(local.resolve("deepfer"));
  }

  @Test
  void ignoresARelativeXdgDirectoryAsItsSpecificationDemands() {
    environment.put("XDG_CACHE_HOME", "caches");
    assertThat(directory(false)).isEqualTo(HOME.resolve(".cache/deepfer"));
  }

  @Test
  void isWhatThePropertyNamesAndElseTheVariable() {
    environment.put("FER_CACHE", "of-variable");
    assertThat(directory(false)).isEqualTo(Path.of("of-variable").toAbsolutePath());
    properties.put("fer.cache", "a/../of-property");
    assertThat(directory(false)).isEqualTo(Path.of("of-property").toAbsolutePath());
    properties.put("fer.cache", " ");
    assertThat(directory(false)).isEqualTo(Path.of("of-variable").toAbsolutePath());
  }

  @Test
  void namesWhatIsNoPath() {
    properties.put("fer.cache", "a\0b");
    assertThatThrownBy(() -> directory(false))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("a\0b", "fer.cache", "FER_CACHE");
  }

  @Test
  void findsFilesButNoDirectories(@TempDir Path cache) throws Exception {
    Files.createFile(cache.resolve("model.onnx"));
    Files.createDirectory(cache.resolve("folder.onnx"));
    String before = System.setProperty("fer.cache", cache.toString());
    try {
      assertThat(ModelCache.find("model.onnx")).contains(cache.resolve("model.onnx"));
      assertThat(ModelCache.find("folder.onnx")).isEmpty();
      assertThat(ModelCache.find("missing.onnx")).isEmpty();
    } finally {
      if (before == null) {
        System.clearProperty("fer.cache");
      } else {
        System.setProperty("fer.cache", before);
      }
    }
  }

  private Path directory(boolean windows) {
    return ModelCache.directory(properties::get, environment::get, windows);
  }
}
