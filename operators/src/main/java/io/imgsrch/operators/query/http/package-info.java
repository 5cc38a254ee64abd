/** The query API over HTTP. */
@NullMarked
package io.imgsrch.operators.query.http;

import org.jspecify.annotations.NullMarked;
