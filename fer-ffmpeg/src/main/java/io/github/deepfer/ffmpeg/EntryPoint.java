package io.github.deepfer.ffmpeg;

import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;

import java.time.Duration;
import java.util.PriorityQueue;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.global.avcodec;
import org.jspecify.annotations.Nullable;

/**
 * The key frame from which decoding gives all frames of a time and later as decoding the whole
 * video does. It is found by reading the packets without decoding them: indices of containers are
 * missing, wrong, or do not count frames, and a search by time is misled where clocks start anew.
 *
 * @param packets of the pictures before the key frame's; 0 for the start of the video, which is
 *     always right
 * @param stamp when the key frame is shown
 * @param run how many frames are shown from the key frame on, before the time
 * @param frames how many frames of the whole video are shown before the time
 */
record EntryPoint(long packets, long stamp, long run, long frames) {
  static final EntryPoint START = new EntryPoint(0, AV_NOPTS_VALUE, 0, 0);

  /**
   * Finds the last one before a time.
   *
   * @param demuxer at its start; read up to the time
   * @return {@link #START} also where stamps are missing, repeat themselves or jump, since the
   *     times of frames then depend on all frames before
   */
  static EntryPoint before(Duration time, Demuxer demuxer) {
    AVPacket packet = FFmpeg.allocated(avcodec.av_packet_alloc());
    try {
      Search search = new Search(time, demuxer);
      while (!search.isOver() && demuxer.read(packet) >= 0) {
        search.add(packet);
        avcodec.av_packet_unref(packet);
      }
      return search.result();
    } finally {
      avcodec.av_packet_free(packet);
    }
  }

  private static final class Search {
    /** More than any codec lets packets be before or after their turn. */
    private static final int MAX_REORDERED = 32;

    private final Duration time;
    private final Demuxer demuxer;

    /** Stamps of packets of which an earlier one may still come. */
    private final PriorityQueue<Long> pending = new PriorityQueue<>();

    private EntryPoint key = START;
    private long packets;
    private long latest = Long.MIN_VALUE;
    private @Nullable Duration last;
    private long frames;
    private long run;
    private boolean irregular;
    private boolean reached;

    Search(Duration time, Demuxer demuxer) {
      this.time = time;
      this.demuxer = demuxer;
      this.irregular = demuxer.start() == null;
    }

    void add(AVPacket packet) {
      long stamp = packet.pts();
      if (stamp == AV_NOPTS_VALUE || (packet.flags() & avcodec.AV_PKT_FLAG_CORRUPT) != 0) {
        irregular = true;
        return;
      }
      boolean isKey = (packet.flags() & avcodec.AV_PKT_FLAG_KEY) != 0;
      // Strictly before the time, so that frames on the way show whether packets are frames.
      if (isKey && stamp > latest && demuxer.sinceStart(stamp).compareTo(time) < 0) {
        key = new EntryPoint(packets, stamp, 0, 0);
        run = 0;
      }
      latest = Math.max(latest, stamp);
      packets++;
      if (demuxer.isShown(packet)) {
        pending.add(stamp);
        if (pending.size() > MAX_REORDERED) {
          show(pending.remove());
        }
      }
    }

    private void show(long stamp) {
      Duration now = demuxer.sinceStart(stamp);
      if (last == null ? now.isNegative() : now.compareTo(last) <= 0 || demuxer.isJump(last, now)) {
        irregular = true;
      }
      last = now;
      reached |= now.compareTo(time) >= 0;
      if (!reached) {
        frames++;
        run += stamp >= key.stamp() ? 1 : 0;
      }
    }

    boolean isOver() {
      return irregular || reached;
    }

    EntryPoint result() {
      while (!isOver() && !pending.isEmpty()) {
        show(pending.remove());
      }
      return irregular || key.packets() == 0
          ? START
          : new EntryPoint(key.packets(), key.stamp(), run, frames);
    }
  }
}
