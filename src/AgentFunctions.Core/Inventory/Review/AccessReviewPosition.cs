using System.Buffers.Text;
using System.Globalization;
using System.Text;
using AgentFunctions.Core.Resources;
using AgentFunctions.Core.Resources.Kinds;

namespace AgentFunctions.Core.Inventory.Review;

/// <summary>Where an access review goes on: within the rows of one agent or principal.</summary>
/// <param name="Kind"><c>agents</c> or <c>principals</c>, in this order.</param>
/// <param name="Id">The last one of which rows were given.</param>
/// <param name="Rows">How many of its rows were given.</param>
public sealed record AccessReviewPosition(string Kind, string Id, int Rows)
{
    public override string ToString() => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"1/{Kind}/{Rows}/{Id}")));

    /// <summary>null for what is no cursor of this list.</summary>
    public static AccessReviewPosition? Read(string cursor)
    {
        ArgumentNullException.ThrowIfNull(cursor);
        if (cursor.Length > 512 || !Base64Url.IsValid(cursor)) return null;
        return Encoding.UTF8.GetString(Base64Url.DecodeFromChars(cursor)).Split('/', 4) is ["1", var kind, var text, var id]
            && (kind == ResourceKinds.Agents.Name || kind == ResourceKinds.Principals.Name)
            && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var rows) && ResourceIds.IsValid(id)
            ? new AccessReviewPosition(kind, id, rows)
            : null;
    }
}
