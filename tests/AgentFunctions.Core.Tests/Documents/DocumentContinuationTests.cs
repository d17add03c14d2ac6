using AgentFunctions.Core.Documents;

namespace AgentFunctions.Core.Tests.Documents;

public sealed class DocumentContinuationTests
{
    private static readonly DocumentPartition Partition = new(DocumentContainer.Sessions, "default", "s1");
    private static readonly DocumentQuery ById = new();
    private static readonly DocumentQuery ByRank = new(DocumentFilter.Or(DocumentFilter.Equal("a", 1), new DocumentFilter.Negated(new DocumentFilter.Exists("b"))), "rank");

    public static TheoryData<object?> OrderValues => [0L, -1L, DocumentLimits.MaxInteger, -DocumentLimits.MaxInteger, "", "plain", "é 😀 \0 \"", new string('x', 70_000)];

    [Theory]
    [MemberData(nameof(OrderValues))]
    public void Parse_OfFormat_IsTheSamePlace(object? value)
    {
        var place = new DocumentContinuation(value is long integer ? integer : (string?)value, "A.b:c-1_2");

        Assert.Equal(place, DocumentContinuation.Parse(place.Format(Partition, ByRank), Partition, ByRank));
    }

    [Fact]
    public void Parse_OrderById_HasNoValue()
    {
        var place = new DocumentContinuation(DocumentValue.Null, new string('z', 128));

        Assert.Equal(place, DocumentContinuation.Parse(place.Format(Partition, ById), Partition, ById));
    }

    [Fact]
    public void Parse_EveryFilterAndPartition_HasItsOwn()
    {
        DocumentFilter?[] filters =
        [
            null, DocumentFilter.And(), DocumentFilter.Or(), new DocumentFilter.Exists("a"), new DocumentFilter.Negated(new DocumentFilter.Exists("a")),
            DocumentFilter.Equal("a", 1), DocumentFilter.Equal("a", "1"), DocumentFilter.Equal("a", true), DocumentFilter.Equal("a", DocumentValue.Null),
            new DocumentFilter.Compare("a", FilterOperator.Less, 1), new DocumentFilter.SumAtMost(["a"], 1, 2), new DocumentFilter.SumAtMost(["a"], 2, 1),
            new DocumentFilter.StartsWith("a", "1"), new DocumentFilter.StartsWith("a1", ""), new DocumentFilter.OneOf("a", [1]), new DocumentFilter.OneOf("a", [1, 1]),
            new DocumentFilter.Contains("a", 1), DocumentFilter.And(new DocumentFilter.Exists("a")), DocumentFilter.Or(new DocumentFilter.Exists("a")),
        ];
        var places = filters.Select(filter => new DocumentContinuation(DocumentValue.Null, "id").Format(Partition, new DocumentQuery(filter))).ToList();
        places.Add(new DocumentContinuation(DocumentValue.Null, "id").Format(Partition with { Second = "s2" }, ById));
        places.Add(new DocumentContinuation(DocumentValue.Null, "id").Format(Partition with { TenantId = "other" }, ById));
        places.Add(new DocumentContinuation(DocumentValue.Null, "id").Format(Partition, ById with { Descending = true }));
        places.Add(new DocumentContinuation(DocumentValue.Null, "id").Format(Partition, ById with { IdPrefix = "i" }));
        places.Add(new DocumentContinuation(DocumentValue.Null, "id").Format(Partition, ById with { IdAfter = "i" }));
        places.Add(new DocumentContinuation(DocumentValue.Null, "id").Format(Partition, ById with { IdPrefix = "i", IdAfter = "i" }));

        Assert.Equal(places.Count, places.Distinct(StringComparer.Ordinal).Count());
        for (var i = 1; i < places.Count; i++)
            Assert.Throws<DocumentLimitException>(() => DocumentContinuation.Parse(places[i], Partition, ById));
    }

    [Fact]
    public void Parse_AnyByteChanged_IsRefusedOrAPlace()
    {
        var text = new DocumentContinuation("value", "id").Format(Partition, ByRank);
        for (var i = 0; i < text.Length; i++)
        {
            foreach (var other in "A_z9")
            {
                // Only the place itself may change; nothing else escapes than the refusal.
                try
                {
                    Assert.True(DocumentValidator.IsId(DocumentContinuation.Parse(text[..i] + other + text[(i + 1)..], Partition, ByRank).Id));
                }
                catch (DocumentLimitException)
                {
                }
            }
        }
    }
}
