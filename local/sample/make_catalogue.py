#!/usr/bin/env python3
"""Makes catalogue.csv, the shop of the demo, from products.csv and the pictures. Deterministic; needs python3 only.

usage: make_catalogue.py      (from anywhere; writes catalogue.csv beside itself)

products.csv names 404 things: item, title, category, picture. The shop made of them:
- 12 merchants, 101 to 112, each at home in a few categories;
- every thing is sold by one merchant, about one in six by two to four: the same picture, another product and price;
- about 30 products show two or three things of one kind ("Guitar", "Guitar (style 2)");
- prices are made up, within what its category costs, in the merchant's currency;
- about one product in twenty is sold out.
"""
import csv
import random
import re
from pathlib import Path

HERE = Path(__file__).resolve().parent
COLUMNS = ["merchant_id", "product_id", "version", "title", "category", "price_minor", "currency", "available", "image"]
SEED = 20260101

# Lowest and highest price of a category, in euro cents.
PRICES = {
    "Bakery & Desserts": (120, 2900),
    "Clothing & Accessories": (890, 8900),
    "Containers & Bags": (150, 5900),
    "Drinks": (90, 3500),
    "Electronics & Computers": (990, 89900),
    "Fruit & Vegetables": (40, 690),
    "Furniture & Home": (450, 34900),
    "Meals & Groceries": (190, 1890),
    "Musical Instruments": (1900, 189900),
    "Office & School": (60, 3900),
    "Plants & Flowers": (290, 4900),
    "Sports & Outdoors": (690, 24900),
    "Tools & Garden": (390, 19900),
    "Toys & Party": (190, 5900),
    "Vehicles": (9900, 2490000),
}

# Merchant, currency, euro cents to that currency's minor unit, categories.
MERCHANTS = [
    (101, "EUR", 1.0, ["Fruit & Vegetables", "Meals & Groceries", "Drinks", "Bakery & Desserts"]),
    (102, "EUR", 1.0, ["Bakery & Desserts", "Drinks", "Meals & Groceries"]),
    (103, "EUR", 1.0, ["Electronics & Computers", "Office & School"]),
    (104, "EUR", 1.0, ["Clothing & Accessories", "Containers & Bags", "Sports & Outdoors"]),
    (105, "EUR", 1.0, ["Furniture & Home", "Tools & Garden", "Plants & Flowers"]),
    (106, "EUR", 1.0, ["Toys & Party", "Office & School", "Bakery & Desserts"]),
    (107, "GBP", 0.86, ["Musical Instruments", "Electronics & Computers"]),
    (108, "GBP", 0.86, ["Clothing & Accessories", "Furniture & Home", "Containers & Bags"]),
    (109, "USD", 1.1, ["Vehicles", "Sports & Outdoors", "Tools & Garden"]),
    (110, "USD", 1.1, ["Electronics & Computers", "Musical Instruments", "Toys & Party", "Vehicles"]),
    (111, "CHF", 0.95, ["Plants & Flowers", "Fruit & Vegetables", "Furniture & Home"]),
    (112, "JPY", 1.6, ["Office & School", "Toys & Party", "Drinks", "Meals & Groceries"]),
]


def kind(title):
    return re.sub(r" \(style \d+\)$", "", title)


def in_products(things, rng):
    """Lists of things that one product shows: mostly one, about 30 times two or three."""
    by_kind = {}
    for thing in things:
        by_kind.setdefault((thing["category"], kind(thing["title"])), []).append(thing)
    several = [group for group in by_kind.values() if len(group) > 1]
    chosen = [group[:3] for group in rng.sample(several, 28)]
    taken = {id(thing) for group in chosen for thing in group}
    return sorted(chosen + [[thing] for thing in things if id(thing) not in taken],
                  key=lambda group: group[0]["product_id"])


def reference_price(category, rng):
    """Euro cents; cheap things are more common than dear ones."""
    low, high = PRICES[category]
    return low * (high / low) ** rng.betavariate(2, 3)


def asked(cents, currency, factor):
    """Yen in tens, all else ending in 9."""
    tens = max(1, round(cents * factor / 10))
    return tens * 10 if currency == "JPY" else tens * 10 - 1


def sellers_of(category, rng):
    at_home = [merchant for merchant in MERCHANTS if category in merchant[3]]
    count = rng.choices((1, 2, 3, 4), (85, 9, 4, 2))[0]
    guests = [merchant for merchant in MERCHANTS if merchant not in at_home]
    return (rng.sample(at_home, len(at_home)) + rng.sample(guests, len(guests)))[:count]


def offers(things):
    rng = random.Random(SEED)
    numbers = {}
    for group in in_products(things, rng):
        category = group[0]["category"]
        reference = reference_price(category, rng)
        for merchant, currency, factor, _ in sellers_of(category, rng):
            numbers[merchant] = numbers.get(merchant, 0) + 1
            price = asked(reference * rng.uniform(0.88, 1.15), currency, factor)
            yield merchant, f"{merchant}-{numbers[merchant]:04d}", price, currency, rng.random() >= 0.05, group


def summary(rows):
    merchants = {row[0] for row in rows}
    products, sellers = {}, {}
    for row in rows:
        products.setdefault((row[0], row[1]), []).append(row)
        sellers.setdefault(row[8], set()).add(row[0])
    shared = sum(len(of_picture) > 1 for of_picture in sellers.values())
    several = sum(len(of_product) > 1 for of_product in products.values())
    sold_out = sum(of_product[0][7] == "false" for of_product in products.values())
    return (f"{len(rows)} rows, {len(products)} products of {len(merchants)} merchants, {len(sellers)} pictures, "
            f"{shared} of them at several merchants; {several} products with several pictures, {sold_out} sold out")


def main():
    with open(HERE / "products.csv", newline="", encoding="utf-8") as file:
        things = list(csv.DictReader(file))
    rows = []
    for merchant, product, price, currency, available, group in offers(things):
        title = kind(group[0]["title"]) if len(group) > 1 else group[0]["title"]
        for thing in group:
            rows.append([merchant, product, "", title, group[0]["category"], price, currency,
                         str(available).lower(), thing["file"]])
    rows.sort(key=lambda row: (row[0], row[1]))
    with open(HERE / "catalogue.csv", "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(rows)
    print(summary(rows))


if __name__ == "__main__":
    main()
