package io.github.deepfer.models.lite;

import io.github.deepfer.api.ProviderKind;
import io.github.deepfer.api.spi.ModelProvider;
import io.github.deepfer.fixtures.ShippedModelContract;

class LiteModelProviderTest extends ShippedModelContract {
  LiteModelProviderTest() {
    super(ProviderKind.CLASSIFIER, 50);
  }

  @Override
  protected ModelProvider provider() {
    return new LiteModelProvider();
  }
}
