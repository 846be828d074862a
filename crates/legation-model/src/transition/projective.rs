//! From the parser's projective tree to the real one, and to sentences.

use super::parser::Tree;

/// The two halves of a label that stands for a lifted arc: the arc's own label and that of the head to look for.
#[derive(Debug)]
pub(crate) struct Lifted {
    /// For each label, the positions of its two halves if it is a lifted one.
    pub(crate) halves: Vec<Option<(u16, u16)>>,
}

impl Lifted {
    /// Finds the lifted labels among `labels`, to which missing halves are added.
    pub(crate) fn new(labels: &mut Vec<String>) -> Self {
        let mut halves = Vec::with_capacity(labels.len());
        for i in 0..labels.len() {
            let Some((own, head)) = labels[i].split_once("||") else {
                halves.push(None);
                continue;
            };
            let (own, head) = (own.to_owned(), head.to_owned());
            let mut index = |label: String| {
                let known = labels.iter().position(|known| *known == label);
                known.unwrap_or_else(|| {
                    labels.push(label);
                    labels.len() - 1
                }) as u16
            };
            halves.push(Some((index(own), index(head))));
        }
        halves.resize(labels.len(), None);
        Self { halves }
    }

    /// Attaches every lifted arc to the first token below its head, searched level by level, that has the label it
    /// names.
    pub(crate) fn lower(&self, tree: &mut Tree, is_space: impl Fn(usize) -> bool) {
        for i in 0..tree.heads.len() {
            let Some((own, wanted)) = self.halves[usize::from(tree.labels[i])] else { continue };
            let new_head = find_below(tree, i as u32, wanted, &is_space);
            if let Some(head) = new_head {
                tree.heads[i] = head;
            }
            tree.labels[i] = own;
        }
    }
}

fn find_below(
    tree: &Tree,
    token: u32,
    wanted: u16,
    is_space: &impl Fn(usize) -> bool,
) -> Option<u32> {
    let mut queue = vec![tree.heads[token as usize]];
    let mut seen = vec![false; tree.heads.len()];
    while !queue.is_empty() {
        let mut below = Vec::new();
        for &head in &queue {
            for (child, &its_head) in tree.heads.iter().enumerate() {
                let child_index = child as u32;
                if its_head != head
                    || child_index == head
                    || child_index == token
                    || is_space(child)
                {
                    continue;
                }
                if tree.labels[child] == wanted {
                    return Some(child_index);
                }
                if !std::mem::replace(&mut seen[child], true) {
                    below.push(child_index);
                }
            }
        }
        queue = below;
    }
    None
}

/// Sets the sentence starts from the tree: one at the left edge of every root's subtree.
pub(crate) fn sentence_starts(tree: &mut Tree) {
    let count = tree.heads.len();
    let mut edges: Vec<(u32, u32)> = (0..count as u32).map(|i| (i, i)).collect();
    let widen = |edges: &mut [(u32, u32)], i: usize, heads: &[u32]| {
        let head = heads[i] as usize;
        let (left, right) = edges[i];
        let (head_left, head_right) = edges[head];
        edges[head] = (head_left.min(left), head_right.max(right));
    };
    for _ in 0..11 {
        for i in 0..count {
            widen(&mut edges, i, &tree.heads);
        }
        for i in (0..count).rev() {
            widen(&mut edges, i, &tree.heads);
        }
        mark_starts(tree, &edges);
        if heads_inside(tree) {
            break;
        }
    }
}

fn mark_starts(tree: &mut Tree, edges: &[(u32, u32)]) {
    tree.starts.fill(false);
    for (i, &head) in tree.heads.iter().enumerate() {
        if head as usize == i {
            tree.starts[edges[i].0 as usize] = true;
        }
    }
    if let Some(first) = tree.starts.first_mut() {
        *first = true;
    }
}

/// Whether every token's head is in the token's sentence.
fn heads_inside(tree: &Tree) -> bool {
    let mut sentence = 0u32;
    let sentences: Vec<u32> = tree
        .starts
        .iter()
        .map(|&start| {
            sentence += u32::from(start);
            sentence
        })
        .collect();
    tree.heads.iter().enumerate().all(|(i, &head)| sentences[i] == sentences[head as usize])
}
