/** The events on our topics: immutable records, read strictly, written in one form. */
@NullMarked
package io.imgsrch.config.event;

import org.jspecify.annotations.NullMarked;
