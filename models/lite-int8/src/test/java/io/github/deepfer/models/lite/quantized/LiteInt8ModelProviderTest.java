package io.github.deepfer.models.lite.quantized;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.deepfer.api.Pipeline;
import io.github.deepfer.api.ProviderStatus;
import io.github.deepfer.api.spi.Availability;
import io.github.deepfer.api.spi.Model;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class LiteInt8ModelProviderTest {
  @Test
  void pinnedHashIsTheHashOfTheFile() throws Exception {
    Model model = new LiteInt8ModelProvider().model();
    byte[] bytes;
    try (InputStream stream = model.content().open()) {
      bytes = stream.readAllBytes();
    }
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
    assertThat(model.sha256()).isEqualTo(HexFormat.of().formatHex(digest));
  }

  @Test
  void isFoundAsService() {
    assertThat(Pipeline.providers())
        .contains(new ProviderStatus("classifier", "lite-int8", 30, Availability.AVAILABLE));
  }

  @Test
  void saysWhatItIs() {
    Model model = new LiteInt8ModelProvider().model();
    assertThat(model.id()).isEqualTo("lite-int8");
    assertThat(model.format()).isEqualTo("onnx");
  }

  @Test
  void licenseAndModelCardAreInTheJar() {
    assertThat(LiteInt8ModelProvider.class.getResource("/META-INF/LICENSE")).isNotNull();
    assertThat(LiteInt8ModelProvider.class.getResource("/META-INF/MODEL_CARD.md")).isNotNull();
  }
}
