package io.github.deepfer.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.deepfer.api.ModelException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ModelCatalogTest {
  private static final String SOUND =
      """
      own.file = own.onnx
      own.version = 1
      own.url = https://localhost/own.onnx
      own.sha256 = %s
      own.size = 12
      own.license = MIT
      own.description = Grüße
      """
          .formatted("0123456789abcdef".repeat(4));

  @TempDir private Path folder;

  @Test
  void theBuiltInOnePinsEverythingOverHttps() {
    ModelCatalog catalog = ModelCatalog.builtIn();
    assertThat(catalog.models()).extracting(KnownModel::id).containsExactly("ultraface", "yunet");
    assertThat(catalog.models())
        .allSatisfy(
            model -> {
              assertThat(model.url().getScheme()).isEqualTo("https");
              // A commit, not a branch: what is there cannot be changed.
              assertThat(model.url().getPath()).containsPattern("/[0-9a-f]{40}/");
              assertThat(model.url().getPath()).endsWith("/" + model.file());
            });
  }

  @Test
  void readsOneOfTheUsers() throws Exception {
    assertThat(read(SOUND).find("own"))
        .contains(
            new KnownModel(
                "own",
                "own.onnx",
                "1",
                URI.create("https://localhost/own.onnx"),
                "0123456789abcdef".repeat(4),
                12,
                "MIT",
                "Grüße"));
    assertThat(read(SOUND).find("other")).isEmpty();
    assertThat(read("\uFEFF" + SOUND).find("own")).isEqualTo(read(SOUND).find("own"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "own.file = ../own.onnx   | plain name",
        "own.file = /etc/own.onnx | plain name",
        "own.file = a\\\\own.onnx | plain name",
        "own.file = ..            | plain name",
        "own.file = .own          | plain name",
        "own.file =               | plain name",
        "own.url = ftp://a/b      | http or https",
        "own.url = file:///a      | http or https",
        "own.url = own.onnx       | http or https",
        "own.url = http://a b     | Illegal character",
        "own.sha256 = abc         | 64 lower-case hex digits",
        "own.size = 0             | at least 1 byte",
        "own.size = many          | number of bytes",
        "own.colour = red         | own.colour",
        "size = 1                 | ID.size",
        "other.size = 1           | model other lacks",
      })
  void refusesWhatIsWrong(String line, String expected) {
    assertThatThrownBy(() -> read(SOUND + line))
        .isInstanceOf(ModelException.class)
        .hasMessageContainingAll("models.properties", expected);
  }

  @Test
  void refusesTwoModelsInOneFile() {
    assertThatThrownBy(
            () -> read(SOUND + SOUND.replace("own.", "second.").replace("second.onnx", "own.onnx")))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("of its own");
  }

  @Test
  void refusesWhatIsNoCatalog() throws Exception {
    assertThatThrownBy(() -> ModelCatalog.read(folder.resolve("missing")))
        .isInstanceOf(ModelException.class)
        .hasMessageContainingAll("missing", "does not exist");
    assertThatThrownBy(() -> ModelCatalog.read(folder))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("cannot be read");
    Path latin = Files.write(folder.resolve("latin"), new byte[] {'a', (byte) 0xE4});
    assertThatThrownBy(() -> ModelCatalog.read(latin))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("cannot be read");
    assertThatThrownBy(() -> read("a = \\u00"))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("is wrong");
  }

  private ModelCatalog read(String content) throws Exception {
    return ModelCatalog.read(Files.writeString(folder.resolve("models.properties"), content));
  }
}
