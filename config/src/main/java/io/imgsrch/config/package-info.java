/** Options: typed once, read in one way. */
@NullMarked
package io.imgsrch.config;

import org.jspecify.annotations.NullMarked;
