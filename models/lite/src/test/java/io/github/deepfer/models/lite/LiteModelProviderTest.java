package io.github.deepfer.models.lite;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.deepfer.api.Pipeline;
import io.github.deepfer.api.ProviderStatus;
import io.github.deepfer.api.spi.Availability;
import io.github.deepfer.api.spi.ModelProvider;
import io.github.deepfer.testkit.ModelProviderContract;
import org.junit.jupiter.api.Test;

class LiteModelProviderTest extends ModelProviderContract {
  @Override
  protected ModelProvider provider() {
    return new LiteModelProvider();
  }

  @Test
  void isFoundAsService() {
    assertThat(Pipeline.providers())
        .contains(new ProviderStatus("classifier", "lite", 40, Availability.AVAILABLE));
  }

  @Test
  void licenseAndModelCardAreInTheJar() {
    assertThat(LiteModelProvider.class.getResource("/META-INF/LICENSE")).isNotNull();
    assertThat(LiteModelProvider.class.getResource("/META-INF/MODEL_CARD.md")).isNotNull();
  }
}
