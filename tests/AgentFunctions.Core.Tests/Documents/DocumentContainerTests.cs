using AgentFunctions.Core.Documents;

namespace AgentFunctions.Core.Tests.Documents;

public sealed class DocumentContainerTests
{
    [Fact]
    public void All_Containers_HaveDistinctNames() =>
        Assert.Equal(DocumentContainer.All.Count, DocumentContainer.All.Select(c => c.Name).Distinct(StringComparer.Ordinal).Count());
}
