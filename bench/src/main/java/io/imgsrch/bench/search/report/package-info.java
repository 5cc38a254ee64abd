/** What was measured, for readers: CSV, Markdown and plots. */
@NullMarked
package io.imgsrch.bench.search.report;

import org.jspecify.annotations.NullMarked;
