/** What is searched: vectors of real pictures, who sells them, filters, and the right answers. */
@NullMarked
package io.imgsrch.bench.search.data;

import org.jspecify.annotations.NullMarked;
