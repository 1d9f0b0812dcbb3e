/** What the commands share: choice of a pipeline, JSON, progress, text. */
@NullMarked
package io.github.deepfer.cli.support;

import org.jspecify.annotations.NullMarked;
