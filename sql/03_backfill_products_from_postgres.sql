-- A PostgreSQL table → catalog.products: one row a product, withdrawn products included, one picture each.
-- The version is the row's own time of change, so that a later run changes only what has changed.

CREATE TEMPORARY TABLE shop (
  merchant_id BIGINT,
  product_id STRING,
  changed_at TIMESTAMP(6),
  withdrawn BOOLEAN,
  title STRING,
  category STRING,
  price_minor BIGINT,
  currency STRING,
  available BOOLEAN,
  image_url STRING
) WITH (
  'connector' = 'jdbc',
  'url' = 'jdbc:postgresql://127.0.0.1:15432/imgsrch?user=imgsrch',
  'table-name' = 'public.shop'
);

INSERT INTO products
SELECT
  CAST(merchant_id AS STRING) || '/' || product_id,
  IF(withdrawn, 'DELETE', 'UPSERT'),
  merchant_id,
  product_id,
  -- Milliseconds since the epoch, in minutes first: TIMESTAMPDIFF is an INT, whose seconds end in 2038.
  CAST(TIMESTAMPDIFF(MINUTE, TIMESTAMP '1970-01-01 00:00:00', changed_at) AS BIGINT) * 60000
    + EXTRACT(SECOND FROM changed_at) * 1000
    + EXTRACT(MILLISECOND FROM changed_at),
  title,
  category,
  price_minor,
  currency,
  available,
  CASE WHEN withdrawn THEN NULL ELSE ARRAY[CAST(ROW(image_url) AS ROW<url STRING>)] END
FROM shop;
