-- A CSV file → catalog.products. The columns, in this order, are those of `imgsrch load`, without a header line;
-- image is an address. Rows of one product are its pictures: 8 at the most, their order is not kept.

CREATE TEMPORARY TABLE catalogue (
  merchant_id BIGINT,
  product_id STRING,
  `version` BIGINT,
  title STRING,
  category STRING,
  price_minor BIGINT,
  currency STRING,
  available BOOLEAN,
  image STRING
) WITH (
  'connector' = 'filesystem',
  'path' = 'file:///data/catalogue.csv',
  'format' = 'csv'
);

INSERT INTO products
SELECT
  CAST(merchant_id AS STRING) || '/' || product_id,
  'UPSERT',
  merchant_id,
  product_id,
  `version`,
  title,
  category,
  price_minor,
  currency,
  available,
  ARRAY_AGG(CAST(ROW(image) AS ROW<url STRING>))
FROM catalogue
GROUP BY merchant_id, product_id, `version`, title, category, price_minor, currency, available;
