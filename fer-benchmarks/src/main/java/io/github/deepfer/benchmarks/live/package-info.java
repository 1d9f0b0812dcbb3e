/** How many frames of a live stream are analyzed per second, and how old they are then. */
@NullMarked
package io.github.deepfer.benchmarks.live;

import org.jspecify.annotations.NullMarked;
