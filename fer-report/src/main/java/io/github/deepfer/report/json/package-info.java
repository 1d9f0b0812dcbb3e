/** Results as JSON: one writer per form, the same names and numbers everywhere. */
@NullMarked
package io.github.deepfer.report.json;

import org.jspecify.annotations.NullMarked;
