using System.Text;
using AgentFunctions.Core.Documents;

namespace AgentFunctions.Embedded.Tests.Documents;

/// <summary>Small pools of awkward ids, bodies, patches and filters: few enough that they meet.</summary>
internal static class RandomDocuments
{
    private static readonly string[] Ids = ["a", "b", "B", "c-1", "c.1", "c.1.x", "d"];

    /// <summary>Prefixes and starts of ranges: none half of the time, ids and what is between and around them.</summary>
    private static readonly string?[] Bounds = [null, null, null, null, null, "", "c", "c.", "c.1", "B", "-", "z"];

    private static readonly string[] Literals =
    [
        "0", "1", "-1", "1.0", "2e0", "1.5", "9007199254740992", "-9007199254740992", "null", "true", "false", "\"\"", "\"1\"", "\"a\"", "\"A\"", "\"ab\"", "\"\\u0061b\"",
        "\"\\ud83d\\ude00\"", "\"\uffee\"", "[]", "[1,\"a\",null,[2]]", "{}", "{\"n\":1}", "{\"n\":\"x\"}", "{\"n\":{\"n\":2}}",
    ];

    private static readonly DocumentValue[] Scalars = [DocumentValue.Null, true, false, 0, 1, -1, 2, DocumentLimits.MaxInteger, "", "1", "a", "A", "ab", "😀", "\uffee"];

    private static readonly string[] Paths = ["n", "s", "o", "o.n", "o.n.n", "missing"];

    public static string Id(Random random) => Pick(random, Ids);

    public static string? Order(Random random) => random.Next(3) == 0 ? null : Pick(random, Paths);

    public static DocumentQuery Query(Random random) => new(
        random.Next(3) == 0 ? null : Filter(random), Order(random), random.Next(2) == 0, random.Next(1, 5), IdPrefix: Pick(random, Bounds), IdAfter: Pick(random, Bounds));

    public static DocumentWrite Write(Random random, string id)
    {
        var json = new StringBuilder("{");
        foreach (var name in new[] { "n", "s", "o" })
        {
            if (random.Next(4) != 0)
                json.Append(json.Length > 1 ? ", " : "").Append('"').Append(name).Append("\" : ").Append(Pick(random, Literals));
        }
        return new DocumentWrite(id, Encoding.UTF8.GetBytes(json.Append(random.Next(2) == 0 ? "}" : " } ").ToString()), random.Next(4) == 0 ? TimeSpan.FromSeconds(random.Next(1, 4)) : null);
    }

    public static PatchOperation[] Patch(Random random) =>
    [
        .. Enumerable.Range(0, random.Next(1, 4)).Select(_ => (PatchOperation)(random.Next(2) == 0
            ? new PatchOperation.Increment(Pick(random, Paths), Pick(random, [0L, 1, -1, 7, DocumentLimits.MaxInteger]))
            : new PatchOperation.SetValue(Pick(random, Paths), Pick(random, Scalars)))),
    ];

    public static DocumentFilter Filter(Random random, int depth = 0)
    {
        var path = Pick(random, Paths);
        return random.Next(depth > 2 ? 6 : 9) switch
        {
            0 => new DocumentFilter.Compare(path, random.Next(2) == 0 ? FilterOperator.Equal : FilterOperator.NotEqual, Pick(random, Scalars)),
            1 => new DocumentFilter.Compare(
                path,
                Pick(random, [FilterOperator.Less, FilterOperator.LessOrEqual, FilterOperator.Greater, FilterOperator.GreaterOrEqual]),
                Pick(random, Scalars.Where(value => value.Value is long or string).ToArray())),
            2 => new DocumentFilter.SumAtMost([path, Pick(random, Paths)], random.Next(-3, 4), random.Next(-3, 4)),
            3 => new DocumentFilter.StartsWith(path, Pick(random, ["", "a", "A", "1", "😀"])),
            4 => new DocumentFilter.Exists(path),
            5 => random.Next(2) == 0 ? new DocumentFilter.OneOf(path, [Pick(random, Scalars), Pick(random, Scalars)]) : new DocumentFilter.Contains(path, Pick(random, Scalars)),
            6 => new DocumentFilter.All([.. Enumerable.Range(0, random.Next(3)).Select(_ => Filter(random, depth + 1))]),
            7 => new DocumentFilter.Any([.. Enumerable.Range(0, random.Next(3)).Select(_ => Filter(random, depth + 1))]),
            _ => new DocumentFilter.Negated(Filter(random, depth + 1)),
        };
    }

    private static T Pick<T>(Random random, T[] pool) => pool[random.Next(pool.Length)];
}
