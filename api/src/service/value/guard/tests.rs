use proptest::prelude::*;

use super::*;

const ONE: i64 = 1_000_000;
const REGION: u128 = 100;
const CHILDREN: Kept = Kept { kind: IndicatorKind::Level, scale: 0, sensitive: true };
const OPEN: Kept = Kept { sensitive: false, ..CHILDREN };

fn year() -> Span {
    let of = Period::of(PeriodType::Year, NaiveDate::from_ymd_opt(2022, 1, 1).unwrap()).unwrap();
    (of.kind(), of.from(), of.to())
}

fn told(node: u128, number: i64) -> Told {
    Told {
        node: Uuid::from_u128(node),
        group: String::new(),
        span: year(),
        breakdown: String::new(),
        source: None,
        number: number * ONE,
        reads: false,
    }
}

fn of(breakdown: &str, one: Told) -> Told {
    Told { breakdown: breakdown.to_owned(), ..one }
}

fn by(source: &str, one: Told) -> Told {
    Told { source: Some(source.to_owned()), ..one }
}

fn own(node: u128) -> Spot {
    Spot { whose: Whose::Own(Uuid::from_u128(node), String::new()), span: year(), breakdown: String::new() }
}

fn sum(node: u128) -> Spot {
    Spot { whose: Whose::Sum(Uuid::from_u128(node)), ..own(node) }
}

/// The zones, each with its municipalities, then the region with the others.
fn groups(zones: &[Vec<u128>], rest: &[u128]) -> Vec<Group> {
    let ids = |of: &[u128]| of.iter().map(|id| Uuid::from_u128(*id)).collect();
    let zone = |(number, towns): (u128, &Vec<u128>)| Group {
        total: Uuid::from_u128(REGION + 1 + number),
        nodes: ids(towns),
        sums: vec![],
    };
    let zones: Vec<Group> = (0..).zip(zones).map(zone).collect();
    let sums = zones.iter().map(|zone| zone.total).collect();
    let region = Group { total: Uuid::from_u128(REGION), nodes: ids(rest), sums };
    zones.into_iter().chain([region]).collect()
}

fn hidden(of: Kept, told: &[Told], groups: &[Group]) -> BTreeSet<Spot> {
    judge(of, told, &|_| groups.to_vec(), &Settled::default())
}

#[test]
fn neighbours_and_the_sum_hide_each_other() {
    let region = groups(&[], &[1, 2, 3]);
    let of = |numbers: [i64; 3]| {
        let all: Vec<Told> = (1..).zip(numbers).map(|(node, number)| told(node, number)).collect();
        hidden(CHILDREN, &all, &region)
    };
    assert_eq!(of([10, 0, 7]), BTreeSet::new());
    assert_eq!(of([3, 40, 7]), BTreeSet::from([own(1), own(3)]));
    assert_eq!(of([3, 0, 0]), BTreeSet::from([own(1), sum(REGION)]));
    let read = [told(1, 3), Told { reads: true, ..told(2, 40) }, Told { reads: true, ..told(3, 7) }];
    assert_eq!(hidden(CHILDREN, &read, &region), BTreeSet::from([own(1), sum(REGION)]), "what one reads hides nothing");
}

#[test]
fn what_says_the_same_is_hidden_with_it() {
    let region = groups(&[], &[1, 2]);
    let read = Told { reads: true, ..told(2, 40) };
    let own_sum = |number| [told(1, 3), by("МОЦ", told(1, 3)), read.clone(), told(REGION, number)];
    assert_eq!(hidden(CHILDREN, &own_sum(43), &region), BTreeSet::from([own(1), own(REGION), sum(REGION)]));
    assert_eq!(
        hidden(CHILDREN, &own_sum(50), &region),
        BTreeSet::from([own(1), sum(REGION)]),
        "it says another number"
    );
    // A source by itself adds up, though other numbers count.
    let told = [by("А", told(1, 3)), by("А", told(2, 9)), by("А", told(REGION, 12)), told(1, 20), told(2, 30)];
    assert_eq!(hidden(CHILDREN, &told, &region), BTreeSet::from([own(1), own(2)]));
}

#[test]
fn a_zone_is_a_part_of_the_region() {
    let region = groups(&[vec![1, 2], vec![3, 4]], &[]);
    let all = [told(1, 3), told(2, 40), told(3, 3), told(4, 3)];
    // The region less the second zone would be the first.
    assert_eq!(hidden(CHILDREN, &all, &region), BTreeSet::from([own(1), own(2), own(3), own(4)]));
    let alone = [told(1, 3), told(3, 20), told(4, 30)];
    let (first, second) = (sum(REGION + 1), sum(REGION + 2));
    assert_eq!(hidden(CHILDREN, &alone, &region), BTreeSet::from([own(1), own(3), first, second]));
}

#[test]
fn parts_of_an_open_whole_hide_each_other() {
    let region = groups(&[], &[1, 2]);
    let (with, without) = ("DISABILITY=WITH", "DISABILITY=WITHOUT");
    let part = |breakdown: &str, node| Spot { breakdown: breakdown.to_owned(), ..own(node) };
    let town = |node, a, b| [told(node, a + b), of(with, told(node, a)), of(without, told(node, b))];
    let both = [town(1, 3, 37), town(2, 20, 40)].concat();
    let dark = BTreeSet::from([part(with, 1), part(with, 2), part(without, 1), part(without, 2)]);
    assert_eq!(hidden(OPEN, &both, &region), dark);
    let zero = [town(1, 3, 0), town(2, 20, 40)].concat();
    assert!(hidden(OPEN, &zero, &region).contains(&part(without, 1)), "the whole is told anyway");
    // A part by itself can't be subtracted from anything.
    let lone = [told(1, 40), of(with, told(1, 3)), told(2, 60), of(with, told(2, 9))];
    assert_eq!(hidden(OPEN, &lone, &region), BTreeSet::from([part(with, 1), part(with, 2)]));
}

#[test]
fn the_last_part_of_a_level_is_the_whole() {
    let month = |number: u32| {
        let of = Period::of(PeriodType::Month, NaiveDate::from_ymd_opt(2022, number, 1).unwrap()).unwrap();
        (of.kind(), of.from(), of.to())
    };
    let at = |span, one: Told| Told { span, ..one };
    let all = [at(month(11), told(1, 2)), at(month(12), told(1, 8)), told(1, 8), at(month(12), told(2, 3)), told(2, 3)];
    let found = hidden(CHILDREN, &all, &groups(&[], &[1, 2]));
    assert!(found.contains(&own(1)) && found.contains(&Spot { span: month(12), ..own(1) }), "{found:?}");
}

#[test]
fn what_was_judged_before_stays() {
    let school =
        Group { total: Uuid::from_u128(1), nodes: vec![Uuid::from_u128(11), Uuid::from_u128(12)], sums: vec![] };
    let all = [told(1, 30), told(11, 3), told(12, 27)];
    let before = |hidden| Settled { nodes: BTreeSet::from([Uuid::from_u128(1)]), hidden };
    let of = |settled: Settled| judge(CHILDREN, &all, &|_| vec![school.clone()], &settled);
    assert_eq!(of(before(BTreeSet::new())), BTreeSet::from([own(11), own(12)]));
    assert!(of(before(BTreeSet::from([own(1)]))).is_superset(&BTreeSet::from([own(1), own(11), own(12)])));
}

/// The rank of a matrix, over the integers modulo a large prime.
fn rank(mut rows: Vec<Vec<i64>>) -> usize {
    const P: i64 = 2_147_483_647;
    let power = |mut base: i64, mut exponent: i64| {
        let mut result = 1;
        while exponent > 0 {
            if exponent % 2 == 1 {
                result = result * base % P;
            }
            base = base * base % P;
            exponent /= 2;
        }
        result
    };
    let (mut rank, width) = (0, rows.first().map_or(0, Vec::len));
    for column in 0..width {
        let Some(pivot) = (rank..rows.len()).find(|row| rows[*row][column] % P != 0) else { continue };
        rows.swap(rank, pivot);
        let inverse = power(rows[rank][column].rem_euclid(P), P - 2);
        for row in 0..rows.len() {
            if row == rank || rows[row][column] % P == 0 {
                continue;
            }
            let factor = rows[row][column].rem_euclid(P) * inverse % P;
            let pivot = rows[rank].clone();
            for (cell, under) in rows[row].iter_mut().zip(pivot) {
                *cell = (*cell - factor * under % P).rem_euclid(P);
            }
        }
        rank += 1;
    }
    rank
}

/// What follows from equations in which everything is known but what is hidden: a spot whose unit vector is a combination
/// of them.
fn computed(equations: &[(Spot, Vec<Spot>)], hidden: &BTreeSet<Spot>) -> Vec<Spot> {
    let unknown: Vec<&Spot> = hidden.iter().collect();
    let at = |spot: &Spot| unknown.iter().position(|one| *one == spot);
    let mut rows = Vec::new();
    for (total, parts) in equations {
        let mut row = vec![0_i64; unknown.len()];
        for (spot, sign) in parts.iter().map(|part| (part, 1)).chain([(total, -1)]) {
            if let Some(at) = at(spot) {
                row[at] += sign;
            }
        }
        rows.push(row);
    }
    let base = rank(rows.clone());
    let follows = |number: &usize| {
        let mut unit = vec![0; unknown.len()];
        unit[*number] = 1;
        rank(rows.iter().cloned().chain([unit]).collect()) == base
    };
    (0..unknown.len()).filter(follows).map(|number| unknown[number].clone()).collect()
}

/// A municipality: its zone, if it has one, its children with and without disability, whether the viewer reads it.
fn town() -> impl Strategy<Value = (Option<usize>, i64, i64, bool)> {
    (prop::option::weighted(0.7, 0..3_usize), 0..9_i64, 0..30_i64, prop::bool::weighted(0.15))
}

proptest! {
    #[test]
    fn no_small_number_follows_from_what_is_told(
        towns in prop::collection::vec(town(), 1..9),
        parted in any::<bool>(),
        says in any::<bool>(),
    ) {
        let parts: &[&str] = if parted { &["DISABILITY=WITH", "DISABILITY=WITHOUT"] } else { &[""] };
        let kept = if parted { OPEN } else { CHILDREN };
        let (mut zones, mut rest) = (vec![vec![]; 3], vec![]);
        for (id, (zone, ..)) in (1_u128..).zip(&towns) {
            zone.and_then(|zone| zones.get_mut(zone)).unwrap_or(&mut rest).push(id);
        }
        zones.retain(|zone| !zone.is_empty());
        let groups = groups(&zones, &rest);
        let mut all = Vec::new();
        for (id, (_, with, without, reads)) in (1_u128..).zip(&towns) {
            let numbers = if parted {
                vec![("", with + without), (parts[0], *with), (parts[1], *without)]
            } else {
                vec![("", *with)]
            };
            for (breakdown, number) in numbers {
                let one = Told { reads: *reads, ..of(breakdown, told(id, number)) };
                all.extend([by("МОЦ", one.clone()), one]);
            }
        }
        let total = |breakdown: &str| {
            let of = all.iter().filter(|one| one.source.is_none() && one.breakdown == breakdown);
            of.map(|one| one.number / ONE).sum::<i64>()
        };
        if says {
            let own: Vec<Told> = parts.iter().map(|part| of(part, told(REGION, total(part)))).collect();
            all.extend(own);
        }
        let hidden = hidden(kept, &all, &groups);
        // What the viewer reads is known, and no unknown.
        let unread = |id: &Uuid| all.iter().any(|one| one.node == *id && !one.reads);
        let mut equations = Vec::new();
        for part in parts {
            let spot = |whose| Spot { whose, span: year(), breakdown: (*part).to_owned() };
            for group in &groups {
                let nodes = group.nodes.iter().filter(|id| unread(id)).map(|id| spot(Whose::Own(*id, String::new())));
                let of = nodes.chain(group.sums.iter().map(|id| spot(Whose::Sum(*id)))).collect();
                equations.push((spot(Whose::Sum(group.total)), of));
            }
            if says {
                let region = Uuid::from_u128(REGION);
                equations.push((spot(Whose::Own(region, String::new())), vec![spot(Whose::Sum(region))]));
            }
        }
        if parted {
            for whose in hidden.iter().map(|spot| spot.whose.clone()).collect::<BTreeSet<_>>() {
                let spot = |breakdown: &str| Spot { whose: whose.clone(), span: year(), breakdown: breakdown.to_owned() };
                equations.push((spot(""), parts.iter().map(|part| spot(part)).collect()));
            }
        }
        // Of municipalities: what the region tells may well follow from what the viewer reads.
        let small = |spot: &Spot| {
            all.iter().filter(|one| one.node != Uuid::from_u128(REGION)).any(|one| {
                Whose::Own(one.node, String::new()) == spot.whose
                    && one.breakdown == spot.breakdown
                    && one.breakdown == parts[0]
                    && (1..=4).contains(&(one.number / ONE))
            })
        };
        let told_small = all.iter().filter(|one| !one.reads && one.breakdown == parts[0] && (1..=4).contains(&(one.number / ONE)));
        for one in told_small {
            let spot = Spot { breakdown: one.breakdown.clone(), ..Spot { whose: Whose::Own(one.node, String::new()), ..own(0) } };
            prop_assert!(hidden.contains(&spot), "{spot:?}");
        }
        let computed: Vec<Spot> = computed(&equations, &hidden).into_iter().filter(small).collect();
        prop_assert!(computed.is_empty(), "{computed:?} of {hidden:?}");
    }
}
