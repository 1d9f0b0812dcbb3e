package io.github.deepfer.cli.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.deepfer.api.Image;
import io.github.deepfer.api.video.LiveStatistics;
import io.github.deepfer.api.video.TrackEvent;
import io.github.deepfer.ffmpeg.VideoReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrackingExamplesTest {
  @TempDir Path folder;

  @Test
  void theDocumentShowsTheCodeThatIsTested() throws Exception {
    assertThat(ShownCode.of("tracking.md"))
        .hasSize(2)
        .isEqualTo(ShownCode.tested("TrackingExamples"));
  }

  @Test
  void aFilmTellsWhoComesAndWhatTheyShow() {
    List<TrackEvent> events = new ArrayList<>();
    TrackingExamples.film(ShownCode.video(folder), events::add);
    assertThat(events)
        .filteredOn(event -> event instanceof TrackEvent.Started)
        .extracting(TrackEvent::track)
        .containsExactly(1L, 2L);
  }

  @Test
  void aLiveStreamIsShown() throws Exception {
    Path film = ShownCode.video(folder);
    List<Image> shown = new CopyOnWriteArrayList<>();
    LiveStatistics statistics = TrackingExamples.live(() -> VideoReader.open(film), shown::add);
    assertThat(shown).hasSize((int) statistics.analyzed()).isNotEmpty();
    assertThat(statistics.captured()).isEqualTo(statistics.analyzed() + statistics.dropped());
  }
}
